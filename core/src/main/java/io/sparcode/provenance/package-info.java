/**
 * What made an output: options, data, seed, workers, versions, parent model.
 */
package io.sparcode.provenance;
