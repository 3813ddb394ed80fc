package io.sparcode.analysis;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.CodeColumn;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Clusters of codes by k-means. */
final class Clusters {
    /** The column of a record's cluster, from 0. */
    static final String CLUSTER = "cluster";

    private static final String FEATURES = "features";

    /** Null where all codes are the same. */
    private final KMeansModel model;

    private Clusters(KMeansModel model) {
        this.model = model;
    }

    /** Finds {@code count} clusters, or as many as there are different codes in a sample; none where there are not two. */
    static Clusters of(Dataset<Row> sample, int count, long seed) {
        // Spark 3.5.5's k-means fails where there are fewer points than clusters.
        long codes = sample.select(CodeColumn.NAME).distinct().limit(count).count();
        if (codes < 2) {
            return none();
        }
        KMeans kMeans = new KMeans()
                .setK((int) codes)
                .setSeed(seed)
                .setFeaturesCol(FEATURES)
                .setPredictionCol(CLUSTER);
        return new Clusters(kMeans.fit(withFeatures(sample)));
    }

    /** Returns what there is of codes that are all the same. */
    static Clusters none() {
        return new Clusters(null);
    }

    /** Returns rows with their clusters; with null where there are none. */
    Dataset<Row> assign(Dataset<Row> rows) {
        if (model == null) {
            return rows.withColumn(CLUSTER, lit(null).cast(DataTypes.IntegerType));
        }
        return model.transform(withFeatures(rows)).drop(FEATURES);
    }

    private static Dataset<Row> withFeatures(Dataset<Row> rows) {
        return rows.withColumn(FEATURES, functions.array_to_vector(col(CodeColumn.NAME)));
    }

    /**
     * Returns the clusters' figures.
     *
     * @param rows all that there are
     * @param sample those that the clusters were found among
     * @return null where there are none
     */
    Clustering figures(Dataset<Row> rows, Dataset<Row> sample) {
        if (model == null) {
            return null;
        }
        int clusters = model.clusterCenters().length;
        long[] sizes = new long[clusters];
        TreeMap<Integer, long[]> byLabel = new TreeMap<>();
        for (Row row : assign(rows).groupBy(CLUSTER, ImageRows.LABEL).count().collectAsList()) {
            sizes[row.getInt(0)] += row.getLong(2);
            if (!row.isNullAt(1)) {
                byLabel.computeIfAbsent(row.getInt(1), label -> new long[clusters])[row.getInt(0)] = row.getLong(2);
            }
        }
        Double information = byLabel.isEmpty()
                ? null
                : new ContingencyTable(byLabel.values().toArray(long[][]::new)).adjustedMutualInformation();
        return new Clustering(clusters, LongStream.of(sizes).boxed().toList(), silhouette(sample), information);
    }

    private double silhouette(Dataset<Row> sample) {
        Dataset<Row> assigned = model.transform(withFeatures(sample));
        List<Row> present = assigned.select(CLUSTER).distinct().limit(2).collectAsList();
        if (present.size() < 2) {
            return Double.NaN;
        }
        return new ClusteringEvaluator()
                .setFeaturesCol(FEATURES)
                .setPredictionCol(CLUSTER)
                .evaluate(assigned);
    }
}
