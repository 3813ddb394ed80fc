/**
 * What codes and scores say about a model and a dataset: figures for people who reduce dimensions, and maps of the codes in
 * two dimensions. Everything is computed on the executors, or on a sample of stated size and seed.
 */
package io.sparcode.analysis;
