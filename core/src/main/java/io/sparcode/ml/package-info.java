/**
 * The face of the library: {@code Autoencoder}, a Spark ML estimator, and {@code AutoencoderModel}, its model. Jobs and
 * notebooks share it.
 */
package io.sparcode.ml;
