package io.sparcode.scoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** The reconstruction errors of a training set as evenly spaced quantiles, which a record's error is ranked among. */
public final class ErrorQuantiles {
    /** Per-mille steps: an anomaly score resolves contaminations down to 0.001 and needs 8 kB. */
    private static final int STEPS = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long records;
    private final double[] quantiles;

    private ErrorQuantiles(long records, double[] quantiles) {
        this.records = records;
        this.quantiles = quantiles;
    }

    /**
     * Finds them exactly, by sorting on the cluster: whatever order the errors come in, the result is the same.
     *
     * @param errors computed once, and kept in Spark's cache until the call returns
     * @throws IllegalArgumentException if there are none
     */
    public static ErrorQuantiles of(JavaRDD<Double> errors) {
        // A cache of our own, on a new RDD, leaves the caller's as it was.
        JavaRDD<Double> kept = errors.mapPartitions(partition -> partition).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long records = kept.count();
            if (records == 0) {
                throw new IllegalArgumentException("there are no errors to find the quantiles of");
            }
            long[] ranks = new long[STEPS + 1];
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = Math.round((double) i / STEPS * (records - 1));
            }
            Map<Long, Double> byRank = new TreeMap<>();
            kept.sortBy(error -> error, true, kept.getNumPartitions())
                    .zipWithIndex()
                    .filter(ranked -> Arrays.binarySearch(ranks, ranked._2) >= 0)
                    .map(ranked -> new Tuple2<>(ranked._2, ranked._1))
                    .collect()
                    .forEach(ranked -> byRank.put(ranked._1, ranked._2));
            return new ErrorQuantiles(
                    records, Arrays.stream(ranks).mapToDouble(byRank::get).toArray());
        } finally {
            kept.unpersist(false);
        }
    }

    /** Returns how many errors there were. */
    public long records() {
        return records;
    }

    /** Returns the errors at ranks 0, 1/1000, … 1, ascending: the first is the least, the last the greatest. */
    public double[] values() {
        return quantiles.clone();
    }

    /** Returns the share of the training set whose error is no greater, as {@link #rank(double[], double)} finds it. */
    public double rank(double error) {
        return rank(quantiles, error);
    }

    /**
     * Returns an error's rank among ascending quantiles, straight between two neighbours.
     *
     * @return in [0, 1]: 0 below the least, 1 from the greatest on; 1 for NaN
     */
    static double rank(double[] quantiles, double error) {
        int last = quantiles.length - 1;
        if (error < quantiles[0]) {
            return 0;
        }
        if (!(error < quantiles[last])) {
            return 1;
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (quantiles[middle] <= error) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + (error - quantiles[low]) / (quantiles[high] - quantiles[low])) / last;
    }

    /** Writes them as JSON. */
    public String toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new Document(records, quantiles));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always JSON", e);
        }
    }

    /**
     * Reads what {@link #toJson()} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ErrorQuantiles fromJson(String json) {
        try {
            Document document = JSON.readValue(json, Document.class);
            if (document.quantiles == null || document.quantiles.length < 2) {
                throw new IllegalArgumentException("error quantiles must be at least 2, were "
                        + (document.quantiles == null ? 0 : document.quantiles.length));
            }
            return new ErrorQuantiles(document.records, document.quantiles);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not error quantiles: " + e.getOriginalMessage(), e);
        }
    }

    private record Document(
            @JsonProperty("records") long records,
            @JsonProperty("quantiles") double[] quantiles) {}
}
