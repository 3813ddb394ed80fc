package io.sparcode.analysis;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.grouping_id;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.when;

import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How reconstruction scores are distributed, and which records have the greatest and the least. */
final class ScoreFigures {
    private static final int BINS = 60;
    private static final int RANKED = 100;
    /** The reciprocal of the error that a quantile's rank may have. */
    private static final int ACCURACY = 1000;

    private static final String MSE = EncodedColumns.RECONSTRUCTION_MSE;

    private final EncodedRows rows;

    ScoreFigures(EncodedRows rows) {
        this.rows = rows;
    }

    /** Returns the quantiles of every score: over all records, then for each label, labels in order. */
    List<ScoreQuantiles> quantiles() {
        if (rows.scores().isEmpty()) {
            return List.of();
        }
        List<Column> figures = new ArrayList<>();
        figures.add(grouping_id().as("all"));
        for (String score : rows.scores()) {
            Column value = when(isFinite(col(score)), col(score));
            figures.add(count(value));
            figures.add(avg(value));
            figures.add(percentile_approx(value, probabilities(), lit(ACCURACY)));
        }
        List<Row> groups = new ArrayList<>(rows.frame()
                .rollup(ImageRows.LABEL)
                .agg(figures.get(0), figures.subList(1, figures.size()).toArray(Column[]::new))
                .collectAsList());
        groups.removeIf(row -> row.getLong(1) == 0 && row.isNullAt(0));
        groups.sort(Comparator.comparing((Row row) -> row.getLong(1) == 0)
                .thenComparing(row -> row.isNullAt(0) ? 0 : row.getInt(0)));
        List<ScoreQuantiles> quantiles = new ArrayList<>();
        for (int s = 0; s < rows.scores().size(); s++) {
            for (Row group : groups) {
                int first = 2 + 3 * s;
                if (group.getLong(first) > 0) {
                    quantiles.add(new ScoreQuantiles(
                            rows.scores().get(s),
                            group.isNullAt(0) ? null : group.getInt(0),
                            group.getLong(first),
                            group.getDouble(first + 1),
                            List.copyOf(group.<Double>getList(first + 2))));
                }
            }
        }
        return quantiles;
    }

    /** Spark takes NaN for greater than any other number; null is no number either. */
    private static Column isFinite(Column score) {
        return coalesce(abs(score).lt(lit(Double.POSITIVE_INFINITY)), lit(false));
    }

    private static Column probabilities() {
        return array(ScoreQuantiles.PROBABILITIES.stream().map(p -> lit(p)).toArray(Column[]::new));
    }

    /** Returns how many records have which reconstruction error; null where none has one. */
    ErrorHistogram histogram() {
        if (!rows.scores().contains(MSE)) {
            return null;
        }
        Dataset<Row> errors = rows.frame().where(isFinite(col(MSE)));
        Column marked = col(EncodedColumns.IS_ANOMALY);
        Row range = errors.agg(
                        min(MSE),
                        max(MSE),
                        max(when(not(marked), col(MSE))),
                        min(when(marked, col(MSE))),
                        count(when(marked, 1)))
                .first();
        if (range.isNullAt(0)) {
            return null;
        }
        double least = range.getDouble(0);
        double width = (range.getDouble(1) - least) / BINS;
        int bins = width > 0 ? BINS : 1;
        long[] counts = new long[bins];
        Column bin = width > 0 ? least(floor(col(MSE).minus(least).divide(width)), lit(BINS - 1L)) : lit(0L);
        errors.groupBy(bin.as("bin"))
                .count()
                .collectAsList()
                .forEach(row -> counts[(int) row.getLong(0)] = row.getLong(1));
        List<Double> edges = new ArrayList<>(
                IntStream.range(0, bins).mapToObj(i -> least + i * width).toList());
        edges.add(range.getDouble(1));
        return new ErrorHistogram(
                List.copyOf(edges),
                LongStream.of(counts).boxed().toList(),
                range.isNullAt(2) || range.isNullAt(3) ? null : range.getDouble(2),
                range.getLong(4));
    }

    /** Returns the records with the greatest reconstruction error, greatest first, ties by id. */
    List<RankedRecord> mostAnomalous() {
        return ranked(col(MSE).desc());
    }

    /** Returns the records with the least reconstruction error, least first, ties by id. */
    List<RankedRecord> leastAnomalous() {
        return ranked(col(MSE).asc());
    }

    private List<RankedRecord> ranked(Column order) {
        if (!rows.scores().contains(MSE)) {
            return List.of();
        }
        Column rank = rows.scores().contains(EncodedColumns.ANOMALY_SCORE)
                ? col(EncodedColumns.ANOMALY_SCORE)
                : lit(Double.NaN);
        List<Row> records = rows.frame()
                .where(col(MSE).isNotNull())
                .select(col(ImageRows.ID), col(ImageRows.LABEL), col(ImageRows.SPLIT), col(MSE), rank)
                .orderBy(order, col(ImageRows.ID))
                .limit(RANKED)
                .collectAsList();
        return IntStream.range(0, records.size())
                .mapToObj(i -> ranked(i + 1, records.get(i)))
                .toList();
    }

    private static RankedRecord ranked(int rank, Row row) {
        return new RankedRecord(
                rank,
                row.getString(0),
                row.isNullAt(1) ? null : row.getInt(1),
                row.getString(2),
                row.getDouble(3),
                row.isNullAt(4) ? Double.NaN : row.getDouble(4));
    }
}
