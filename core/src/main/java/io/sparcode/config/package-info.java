/**
 * The configuration: files and overrides read, checked against {@code reference.conf} and given as validated
 * records.
 */
package io.sparcode.config;
