package io.sparcode.analysis;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.CodeColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.collection.Seq;

/** Simple classifiers of the label on codes, on principal components of the pixels, and on the pixels. */
final class Probes {
    private static final String FEATURES = "features";
    private static final String CLASS = "class";
    private static final double REGULARIZATION = 1e-4;
    private static final double TOLERANCE = 1e-5;
    private static final int ITERATIONS = 40;
    /** Most coefficients of a logistic regression: its optimiser keeps some twenty vectors of so many doubles. */
    private static final long MOST_COEFFICIENTS = 1L << 20;

    private final Dataset<Row> training;
    private final Dataset<Row> test;
    private final int neighbours;
    private final List<Integer> labels;
    private final Consumer<String> notes;

    /** Makes a record's features of one of its columns. */
    @FunctionalInterface
    private interface Features<T> extends Serializable {
        double[] of(T value);
    }

    /**
     * Takes the records that have a label.
     *
     * @param learnt records to fit to
     * @param asked records that accuracies are of
     * @param neighbours how many vote
     * @param notes is told what is left out, and why
     */
    Probes(Dataset<Row> learnt, Dataset<Row> asked, int neighbours, Consumer<String> notes) {
        this.neighbours = neighbours;
        this.notes = notes;
        training = learnt.where(col(ImageRows.LABEL).isNotNull());
        test = asked.where(col(ImageRows.LABEL).isNotNull());
        labels = training.select(ImageRows.LABEL).distinct().orderBy(ImageRows.LABEL).collectAsList().stream()
                .map(row -> row.getInt(0))
                .toList();
    }

    /**
     * Probes everything there is.
     *
     * @param components of the pixels; null where there are none
     * @return none where there are fewer than two labels to learn, or no record to test; without features that are the same for
     *     all records to learn from
     */
    List<Probe> run(PrincipalComponents components) {
        if (labels.size() < 2) {
            notes.accept("there are no probes: the records to fit them to have " + (labels.isEmpty() ? "no" : "one")
                    + " label");
            return List.of();
        }
        if (test.isEmpty()) {
            notes.accept("there are no probes: no record with a label is held out from them");
            return List.of();
        }
        List<Probe> probes = new ArrayList<>();
        Features<Seq<Float>> code = values -> doubles(CodeColumn.floats(values));
        probe("code", CodeColumn.NAME, code).ifPresent(probes::add);
        if (!training.where(col(Sample.PIXELS).isNotNull()).isEmpty()) {
            if (components != null) {
                Features<Object> projection = image -> components.project(Pixels.vector(image));
                probe("pca", Sample.PIXELS, projection).ifPresent(probes::add);
            }
            Features<Object> pixels = image -> doubles(Pixels.vector(image));
            probe("pixels", Sample.PIXELS, pixels).ifPresent(probes::add);
        }
        return probes;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private <T> Optional<Probe> probe(String name, String column, Features<T> features) {
        UserDefinedFunction function =
                udf((UDF1<T, Vector>) value -> Vectors.dense(features.of(value)), SQLDataTypes.VectorType());
        Dataset<Row> fitted = withFeatures(training, col(column), function).persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<Row> heldOut = withFeatures(test, col(column), function).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Row> known = fitted.collectAsList();
            List<Row> asked = heldOut.collectAsList();
            if (known.isEmpty() || asked.isEmpty()) {
                return Optional.empty();
            }
            String lacking = lacking(known);
            if (!lacking.isEmpty()) {
                notes.accept("there is no probe on " + name + ": " + lacking);
                return Optional.empty();
            }
            int size = known.get(0).<Vector>getAs(1).size();
            return Optional.of(new Probe(
                    name,
                    size,
                    canBeLinear(name, size) ? linearAccuracy(fitted, heldOut) : Double.NaN,
                    neighbourAccuracy(known, asked),
                    Math.min(neighbours, known.size()),
                    known.size(),
                    asked.size()));
        } finally {
            fitted.unpersist(false);
            heldOut.unpersist(false);
        }
    }

    /** Returns what keeps records from being learnt from; empty where nothing does. */
    private static String lacking(List<Row> known) {
        if (known.stream().map(row -> row.getDouble(0)).distinct().count() < 2) {
            return "the records to fit it to have one label";
        }
        return new Points(known.stream().map(Probes::floats).toList()).areAllAlike()
                ? "its values are the same for all records to fit it to"
                : "";
    }

    /** Classes are counted from 0; a label that is not learnt is -1, and never found. */
    private Dataset<Row> withFeatures(Dataset<Row> rows, Column column, UserDefinedFunction features) {
        Column known = array(labels.stream().map(label -> lit(label)).toArray(Column[]::new));
        return rows.where(column.isNotNull())
                .select(
                        array_position(known, col(ImageRows.LABEL))
                                .minus(1)
                                .cast(DataTypes.DoubleType)
                                .as(CLASS),
                        features.apply(column).as(FEATURES));
    }

    private boolean canBeLinear(String name, int size) {
        boolean can = (long) labels.size() * size <= MOST_COEFFICIENTS;
        if (!can) {
            notes.accept("the probe on " + name + " has no logistic regression: of " + labels.size() + " labels on "
                    + size + " values it would have more than " + MOST_COEFFICIENTS + " coefficients");
        }
        return can;
    }

    private static double linearAccuracy(Dataset<Row> fitted, Dataset<Row> heldOut) {
        return new LogisticRegression()
                .setFeaturesCol(FEATURES)
                .setLabelCol(CLASS)
                .setRegParam(REGULARIZATION)
                .setMaxIter(ITERATIONS)
                .setTol(TOLERANCE)
                .fit(fitted)
                .transform(heldOut)
                .agg(avg(col("prediction").equalTo(col(CLASS)).cast(DataTypes.DoubleType)))
                .first()
                .getDouble(0);
    }

    private double neighbourAccuracy(List<Row> known, List<Row> asked) {
        Points points = new Points(known.stream().map(Probes::floats).toList());
        int[] classes = known.stream().mapToInt(row -> (int) row.getDouble(0)).toArray();
        long right = IntStream.range(0, asked.size())
                .parallel()
                .filter(i -> vote(points.nearestTo(floats(asked.get(i)), neighbours), classes)
                        == asked.get(i).getDouble(0))
                .count();
        return (double) right / asked.size();
    }

    /** Returns the class that most are of; of equally many, that of the nearest. */
    private int vote(int[] nearest, int[] classes) {
        int[] votes = new int[labels.size()];
        for (int neighbour : nearest) {
            votes[classes[neighbour]]++;
        }
        int winner = classes[nearest[0]];
        for (int neighbour : nearest) {
            if (votes[classes[neighbour]] > votes[winner]) {
                winner = classes[neighbour];
            }
        }
        return winner;
    }

    private static float[] floats(Row row) {
        double[] values = row.<Vector>getAs(1).toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
