/**
 * The jobs: each reads the configuration, calls the library and reports. {@link io.sparcode.jobs.Main} alone sets exit
 * codes.
 */
package io.sparcode.jobs;
