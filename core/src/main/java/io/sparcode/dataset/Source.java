package io.sparcode.dataset;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Where records come from: one implementation a format, checked as far as names and headers go when it is built. */
interface Source {
    /** Returns the files that are read, those found beside the input's among them. */
    List<FileStatus> files();

    /** Returns whether records come with splits of their own; those that do not then go to train or validation. */
    boolean hasSplits();

    /** Returns whether there are validation records; the others without a split of their own then go to none of that. */
    default boolean hasValidation() {
        return false;
    }

    /** Returns what the labels stand for, by label; empty where a label stands for itself. */
    List<String> labelNames();

    /** Returns the files of the input that are not read, and why. */
    default List<LeftOut> leftOut() {
        return List.of();
    }

    /** Returns what a user should know of how the input is read, a sentence each. */
    default List<String> notes() {
        return List.of();
    }

    /** Returns the column of factors, a struct of numbers, where the source knows more of an image than its label. */
    default Optional<StructField> factors() {
        return Optional.empty();
    }

    /** Returns whether ids are the input's own, which may not be unique, and not made of files' names and places. */
    default boolean hasOwnIds() {
        return false;
    }

    /**
     * Returns the number of shards that {@link #read} gives the records in, in the parts and the order that {@link Shards#write}
     * would bring them to; 0 where they come as they lie. To know it, an image may be read.
     */
    default int shards(SparkSession spark, TargetFit fit) {
        return 0;
    }

    /**
     * Returns the records, columns of {@link ReadRows#schema} with this source's factors; nothing is read before an action.
     *
     * @param spark the session to read with
     * @param fit brings each image to its shape
     */
    JavaRDD<Row> read(SparkSession spark, TargetFit fit);
}
