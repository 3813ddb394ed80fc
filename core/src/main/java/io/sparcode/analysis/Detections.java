package io.sparcode.analysis;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** How well scores tell records with anomalous labels from the others. */
public final class Detections {
    /** Scores of which less is stranger. */
    private static final Set<String> LIKELIHOODS = Set.of(EncodedColumns.ELBO, EncodedColumns.LOG_LIKELIHOOD);

    private Detections() {}

    /**
     * Measures every score that encoded rows of both kinds have, on the records with a label that were not trained on where
     * both kinds are among them.
     *
     * @param encoded {@code id}, {@code code}, {@code label} and scores; {@code split} where there is one
     * @param anomalous labels; where there are none, nothing is measured
     * @throws BadDataException if a column is missing, no record has one of the anomalous labels, or all have
     */
    public static List<Detection> of(Dataset<Row> encoded, Set<Integer> anomalous) {
        EncodedRows rows = new EncodedRows(encoded);
        Set<Integer> labels = rows
                .frame()
                .where(col(ImageRows.LABEL).isNotNull())
                .select(ImageRows.LABEL)
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getInt(0))
                .collect(Collectors.toSet());
        return of(rows, anomalous, labels);
    }

    /**
     * Measures every score that records of both kinds have, on the records with a label that were not trained on where both
     * kinds are among them.
     *
     * @param anomalous labels; where there are none, nothing is measured
     * @param labels that there are
     * @throws BadDataException if no record has one of the anomalous labels, or all have
     */
    static List<Detection> of(EncodedRows rows, Set<Integer> anomalous, Set<Integer> labels) {
        if (anomalous.isEmpty()) {
            return List.of();
        }
        if (labels.stream().noneMatch(anomalous::contains) || anomalous.containsAll(labels)) {
            throw new BadDataException("anomalous labels " + new TreeSet<>(anomalous)
                    + " must be some of the records' labels and not all of them, which are " + new TreeSet<>(labels)
                    + " (analyze.anomalous-labels)");
        }
        Column isAnomalous = col(ImageRows.LABEL).isin(anomalous.toArray());
        Dataset<Row> labelled = rows.frame().where(col(ImageRows.LABEL).isNotNull());
        Dataset<Row> untrained = labelled.where(not(col(ImageRows.SPLIT).equalTo(ImageRows.TRAIN)));
        boolean both = untrained
                        .select(isAnomalous.as("kind"))
                        .distinct()
                        .collectAsList()
                        .size()
                == 2;
        List<Detection> detections = new ArrayList<>();
        for (String score : rows.scores()) {
            Column strangeness = LIKELIHOODS.contains(score) ? col(score).multiply(-1) : col(score);
            Dataset<Row> scored = (both ? untrained : labelled)
                    .where(col(score).isNotNull().and(not(col(score).isNaN())))
                    .select(strangeness, isAnomalous);
            RankingQuality quality = RankingQuality.of(JavaPairRDD.fromJavaRDD(
                    scored.toJavaRDD().map(row -> new Tuple2<>(row.getDouble(0), row.getBoolean(1)))));
            if (quality.negatives() > 0 && quality.positives() > 0) {
                detections.add(new Detection(
                        score, quality.rocAuc(), quality.averagePrecision(), quality.negatives(), quality.positives()));
            }
        }
        return detections;
    }
}
