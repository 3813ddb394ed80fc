package io.sparcode.dataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** The Parquet files of an input, by their names or their first bytes, grouped by what their footers say. */
final class ParquetFiles {
    private static final int FILES_PER_TASK = 64;
    /** Footers that a task reads at once: it waits for the file system most of the time. */
    private static final int AT_ONCE = 8;

    private final InputFiles input;
    private final List<FileStatus> files = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> unopened = new ArrayList<>();
    private final Map<ParquetFooter, List<FileStatus>> groups = new LinkedHashMap<>();
    private final SortedSet<String> partitions = new TreeSet<>();

    /**
     * Reads the footers of an input's files, in parallel.
     *
     * @throws BadDataException if no file is Parquet, a file that should be is not or cannot be read, or the files are a
     *     table's, whose own list says which of them count
     * @throws IOException if a file system failed
     */
    ParquetFiles(SparkSession spark, InputFiles input) throws IOException {
        this.input = input;
        ParquetTables.requireNone(spark.sessionState().newHadoopConf(), input.root(), input.files());
        List<ParquetFooter.Found> all = footers(spark, input.files());
        Map<ParquetFooter, List<FileStatus>> empty = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            FileStatus file = input.files().get(i);
            ParquetFooter.Found found = all.get(i);
            if (!found.isOpened() && !isNamed(file.getPath().getName())) {
                unopened.add(name(file));
                continue;
            }
            if (found.fault() != null) {
                throw new BadDataException(file.getPath() + ": " + found.fault());
            }
            if (found.footer() == null) {
                others.add(name(file));
                continue;
            }
            files.add(file);
            (found.rows() > 0 ? groups : empty)
                    .computeIfAbsent(found.footer(), key -> new ArrayList<>())
                    .add(file);
            if (found.rows() > 0) {
                partitions.addAll(PartitionFolders.columns(name(file)));
            }
        }
        if (files.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has no Parquet file among its "
                    + input.files().size() + " files, such as " + (others.isEmpty() ? unopened : others).get(0)
                    + "; ingest.format says what it is made of");
        }
        if (groups.isEmpty()) {
            groups.putAll(empty);
        }
    }

    /** Returns whether a name is one that Parquet files have. */
    static boolean isNamed(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*\\.(parquet|parq|pq)(\\.[a-z0-9]+)?");
    }

    private static List<ParquetFooter.Found> footers(SparkSession spark, List<FileStatus> files) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        int tasks = Math.max(Math.min(files.size(), context.defaultParallelism()), files.size() / FILES_PER_TASK);
        List<String> paths = new ArrayList<>();
        files.forEach(file -> paths.add(file.getPath().toString()));
        return context.parallelize(paths, tasks)
                .mapPartitions(some -> {
                    List<String> part = new ArrayList<>();
                    some.forEachRemaining(part::add);
                    return read(hadoop.value().value(), part).iterator();
                })
                .collect();
    }

    private static List<ParquetFooter.Found> read(Configuration hadoop, List<String> files) throws IOException {
        ForkJoinPool pool = new ForkJoinPool(AT_ONCE);
        try {
            List<ParquetFooter.Found> found = pool.submit(() -> files.parallelStream()
                            .map(file -> readUnchecked(hadoop, file))
                            .toList())
                    .get();
            // Equal ones become one, which travels once.
            Map<ParquetFooter, ParquetFooter> distinct = new HashMap<>();
            return found.stream()
                    .map(each -> each.footer() == null
                            ? each
                            : new ParquetFooter.Found(
                                    each.rows(),
                                    distinct.computeIfAbsent(each.footer(), key -> key),
                                    each.fault(),
                                    each.isOpened()))
                    .toList();
        } catch (ExecutionException e) {
            throw new IOException("footers of Parquet files could not be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while footers of Parquet files were read");
        } finally {
            pool.shutdownNow();
        }
    }

    private static ParquetFooter.Found readUnchecked(Configuration hadoop, String file) {
        try {
            return ParquetFooter.read(hadoop, file, isNamed(new Path(file).getName()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private String name(FileStatus file) {
        return input.relative(file.getPath());
    }

    /** Returns the input's Parquet files, sorted by path; at least one. */
    List<FileStatus> files() {
        return files;
    }

    /** Returns the names of the input's files that are no Parquet, neither by name nor by their first bytes. */
    List<String> others() {
        return others;
    }

    /** Returns the names of the input's files that cannot be opened and are no Parquet by name. */
    List<String> unopened() {
        return unopened;
    }

    /** Returns the files that have rows by their footers, or where none has any all of them. */
    Map<ParquetFooter, List<FileStatus>> groups() {
        return Collections.unmodifiableMap(groups);
    }

    /**
     * Puts groups together that differ in nothing but which columns hold nothing but nulls, unless it is one of some: sparse
     * files of many columns would each be a group, and each group is a query.
     */
    void regroup(Set<String> columns) {
        Map<ParquetFooter, List<FileStatus>> all = new LinkedHashMap<>(groups);
        groups.clear();
        all.forEach((footer, some) -> groups.computeIfAbsent(footer.withNullsOf(columns), key -> new ArrayList<>())
                .addAll(some));
    }

    /** Returns the name of one of the files of a footer, for messages. */
    String example(ParquetFooter footer) {
        return name(groups.get(footer).get(0));
    }

    /** Returns the names, below the input's root, of the files that have rows. */
    List<String> names() {
        return groups.values().stream()
                .flatMap(List::stream)
                .map(this::name)
                .sorted()
                .toList();
    }

    /** Returns the names, below the input's root, of the files of a footer. */
    List<String> names(ParquetFooter footer) {
        return groups.get(footer).stream().map(this::name).toList();
    }

    /** Returns the columns that the files' folders give. */
    SortedSet<String> partitions() {
        return partitions;
    }

    /** Returns a failure that begins with the input's name. */
    BadDataException bad(String what) {
        return new BadDataException("input '" + input.input() + "' " + what);
    }
}
