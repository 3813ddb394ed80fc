/**
 * What Sparcode adds to Deeplearning4j: layers and losses of its own. A saved network names these classes, so they keep
 * their names.
 */
package io.sparcode.model.dl4j;
