/**
 * Parameter averaging: local steps on shards, the round, the outer optimiser, early stopping and checkpoints.
 */
package io.sparcode.training;
