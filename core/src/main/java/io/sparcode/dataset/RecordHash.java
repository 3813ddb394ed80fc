package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/**
 * By what records are drawn: a question of the seed and a record's id alone, so that other records do not matter, and the
 * records with the least hashes are a sample of which a smaller one is part.
 */
public final class RecordHash {
    private RecordHash() {}

    /** Returns a number of 64 bits for each row with an {@code id}; independent of how ingest divides records by that seed. */
    public static Column of(long seed) {
        // Splits hash the id first: by their order a sample would take one split before the others.
        return xxhash64(lit(seed), col(ImageRows.ID));
    }
}
