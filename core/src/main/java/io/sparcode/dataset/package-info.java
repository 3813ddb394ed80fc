/**
 * Image rows: reading any input into Spark's image schema, quarantine, splits, shards and the compact blocks that
 * training reads. Knows Spark and {@link io.sparcode.image}.
 */
package io.sparcode.dataset;
