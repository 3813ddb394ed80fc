/**
 * How a network is computed on this machine: training steps and reconstructions of minibatches in memory. A
 * {@link io.sparcode.model.engine.NetworkEngine} holds the same flat parameters and updater state as DL4J's
 * {@code ComputationGraph}, which stays the model of record.
 */
package io.sparcode.model.engine;
