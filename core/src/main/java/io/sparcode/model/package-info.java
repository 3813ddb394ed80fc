/**
 * What an autoencoder is made of (encoder, code, decoder, penalties, loss, optimiser) and its translation to a DL4J
 * {@code ComputationGraph}. Knows no Spark.
 */
package io.sparcode.model;
