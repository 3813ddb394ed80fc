package io.sparcode.dataset;

import io.sparcode.image.Image;
import io.sparcode.image.UnreadableImageException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** A run of records of a file, which one task reads; and the functions that read runs. A plain value that travels. */
final class RecordRun implements Serializable {
    private static final long serialVersionUID = 1;
    private static final long MAX_RUN_BYTES = 32L << 20;
    private static final long MAX_RUN_RECORDS = 16_384;

    /** What the bytes of a record mean. */
    interface Layout extends Serializable {
        /** Returns a record's image. */
        Image image(byte[] record) throws UnreadableImageException;

        /**
         * Returns a record's label, or null.
         *
         * @param beside its record in the labels file, null where there is none
         */
        Integer label(byte[] record, byte[] beside) throws UnreadableImageException;

        /** Returns a record's factors, where its source has any. */
        default Row factors(byte[] record) throws UnreadableImageException {
            throw new UnsupportedOperationException("this layout has no factors");
        }
    }

    private final RecordFile records;
    private final RecordFile labels;
    private final String idPrefix;
    private final String split;
    private final long start;
    private final long end;

    private RecordRun(RecordFile records, RecordFile labels, String idPrefix, String split, long start, long end) {
        this.records = records;
        this.labels = labels;
        this.idPrefix = idPrefix;
        this.split = split;
        this.start = start;
        this.end = end;
    }

    /**
     * Divides a file into runs of at most 32 MiB and 16,384 records, or what is stored together where that is more; or one
     * run where it is compressed.
     *
     * @param labels the file of the same number of labels, or null
     * @param name what ids begin with
     * @param split the split of every record, or null
     */
    static List<RecordRun> of(RecordFile records, RecordFile labels, String name, String split) {
        String prefix = name + "#";
        if (!records.isSplittable()) {
            return List.of(new RecordRun(records, labels, prefix, split, 0, Long.MAX_VALUE));
        }
        long fitting = Math.max(1, Math.min(MAX_RUN_RECORDS, MAX_RUN_BYTES / records.recordBytes()));
        long together = Math.max(records.together(), labels == null ? 1 : labels.together());
        long length = Math.max(fitting / together, 1) * together;
        List<RecordRun> runs = new ArrayList<>();
        for (long start = 0; start < records.records(); start += length) {
            long end = Math.min(start + length, records.records());
            runs.add(new RecordRun(records, labels, prefix, split, start, end));
        }
        return runs;
    }

    /** Returns the records of all runs, a task a run, columns of {@link ReadRows#SCHEMA}. */
    static JavaRDD<Row> read(SparkSession spark, List<RecordRun> runs, Layout layout, TargetFit fit) {
        return read(spark, runs, layout, Optional.empty(), fit);
    }

    /** As {@link #read(SparkSession, List, Layout, TargetFit)}, with the factors that the layout knows. */
    static JavaRDD<Row> read(
            SparkSession spark, List<RecordRun> runs, Layout layout, Optional<StructField> factors, TargetFit fit) {
        boolean withFactors = factors.isPresent();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (runs.isEmpty()) {
            return context.emptyRDD();
        }
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        return context.parallelize(runs, runs.size())
                .flatMap(run -> run.rows(hadoop.value().value(), layout, withFactors, fit));
    }

    private Iterator<Row> rows(Configuration hadoop, Layout layout, boolean withFactors, TargetFit fit)
            throws IOException {
        Rows rows = new Rows(hadoop, layout, withFactors, fit);
        TaskCompletionListener closing = context -> rows.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return rows;
    }

    /** Returns the id of a record, counted from 0. */
    static String idOf(String prefix, long index) {
        String digits = Long.toString(index);
        // Seven digits, so that the ids of up to ten million records sort as their records do.
        return prefix + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
    }

    /** Reads the run as it is asked for rows. */
    private final class Rows implements Iterator<Row>, Closeable {
        private final Layout layout;
        private final boolean withFactors;
        private final TargetFit fit;
        private final RecordFile.Reader reader;
        private final RecordFile.Reader labelReader;
        private long index = start;
        private Row next;

        Rows(Configuration hadoop, Layout layout, boolean withFactors, TargetFit fit) throws IOException {
            this.layout = layout;
            this.withFactors = withFactors;
            this.fit = fit;
            this.reader = records.open(hadoop, start, end);
            try {
                this.labelReader = labels == null ? null : labels.open(hadoop, start, end);
            } catch (IOException | RuntimeException e) {
                try (reader) {
                    throw e;
                }
            }
        }

        @Override
        public boolean hasNext() {
            if (next == null && index < end) {
                try {
                    next = read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = next;
            next = null;
            return row;
        }

        private Row read() throws IOException {
            byte[] record = reader.read();
            // The labels are read to their end too, which is where a broken file shows.
            byte[] beside = labelReader == null ? null : labelReader.read();
            if (record == null) {
                index = end;
                return null;
            }
            String id = idOf(idPrefix, index);
            String origin = idOf(records.path() + "#", index);
            index++;
            try {
                Image image = fit.fit(layout.image(record));
                Row row = ReadRows.good(id, origin, layout.label(record, beside), split, image);
                return withFactors ? ReadRows.withFactors(row, layout.factors(record)) : row;
            } catch (UnreadableImageException e) {
                Row row = ReadRows.bad(id, origin, e.getMessage());
                return withFactors ? ReadRows.withFactors(row, null) : row;
            }
        }

        @Override
        public void close() {
            try (reader;
                    labelReader) {
                index = end;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
