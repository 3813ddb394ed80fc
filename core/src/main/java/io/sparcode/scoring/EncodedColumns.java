package io.sparcode.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that scoring adds to a frame, each with a comment that says what it is.
 *
 * @param code the name of the code's column
 * @param codeType what a code is
 * @param codeSize values in a code; 0 where it is not known yet
 * @param crossEntropy whether the output is a probability, so that there is a cross-entropy
 * @param compared whether there is something to compare reconstructions with; else all scores are null
 * @param latent what is told of a variational model's distributions over codes; null for any other model
 * @param corrupted whether records are corrupted before they are encoded, and how much is told
 */
public record EncodedColumns(
        String code,
        CodeType codeType,
        int codeSize,
        boolean crossEntropy,
        LatentScoring latent,
        boolean compared,
        boolean corrupted) {
    /** Mean squared error of the reconstruction. */
    public static final String RECONSTRUCTION_MSE = "reconstruction_mse";
    /** Mean binary cross-entropy of the reconstruction. */
    public static final String RECONSTRUCTION_BCE = "reconstruction_bce";
    /** Divergence of a record's distribution over codes. */
    public static final String KL_DIVERGENCE = "kl_divergence";
    /** Evidence lower bound. */
    public static final String ELBO = "elbo";
    /** Importance-sampled log-likelihood. */
    public static final String LOG_LIKELIHOOD = "log_likelihood";
    /** Mean squared difference of the corrupted record and the clean one. */
    public static final String CORRUPTION_MSE = "corruption_mse";
    /** Rank of the reconstruction error in the training set. */
    public static final String ANOMALY_SCORE = "anomaly_score";
    /** Whether the record is one. */
    public static final String IS_ANOMALY = "is_anomaly";

    /** Checks the ranges. */
    public EncodedColumns {
        if (code.isBlank()) {
            throw new IllegalArgumentException("the code's column must have a name, was '" + code + "'");
        }
        if (codeSize < 0) {
            throw new IllegalArgumentException("code size must be at least 0, was " + codeSize);
        }
    }

    /**
     * Returns a schema with the columns added at its end.
     *
     * @throws IllegalArgumentException if one of them is there already, by Spark's rule that case does not count
     */
    public StructType appendTo(StructType schema) {
        List<StructField> fields = new ArrayList<>(Arrays.asList(schema.fields()));
        for (StructField added : fields()) {
            for (StructField present : fields) {
                if (present.name().equalsIgnoreCase(added.name())) {
                    throw new IllegalArgumentException("output column " + added.name()
                            + " exists already; rename or drop it, columns are "
                            + Arrays.asList(schema.fieldNames()));
                }
            }
            fields.add(added);
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    /**
     * Returns options of Spark's Parquet writer that leave out what does not pay: codes and scores hardly ever repeat, and
     * their dictionaries are built only to be thrown away.
     */
    public Map<String, String> parquetOptions() {
        String values = codeType == CodeType.ARRAY ? ".list.element" : ".values.list.element";
        return Stream.of(
                        code + values,
                        deviationsOf(code) + values,
                        RECONSTRUCTION_MSE,
                        RECONSTRUCTION_BCE,
                        CORRUPTION_MSE,
                        ANOMALY_SCORE,
                        KL_DIVERGENCE,
                        ELBO,
                        LOG_LIKELIHOOD)
                .collect(Collectors.toMap(column -> "parquet.enable.dictionary#" + column, column -> "false"));
    }

    private List<StructField> fields() {
        List<StructField> fields = new ArrayList<>();
        fields.add(codeField(code, corrupted ? "the latent code of the corrupted record" : "the record's latent code"));
        if (latent != null && latent.deviations()) {
            fields.add(codeField(
                    deviationsOf(code),
                    "standard deviations of the normal distribution of which the code is the mean"));
        }
        String what = corrupted ? "reconstruction of the corrupted record, against its clean target" : "reconstruction";
        fields.add(field(
                RECONSTRUCTION_MSE,
                DataTypes.DoubleType,
                !compared,
                "mean over the values of the squared error of the " + what
                        + "; pixels on the [0, 1] scale; lower is better" + unlessCompared()));
        if (crossEntropy) {
            fields.add(field(
                    RECONSTRUCTION_BCE,
                    DataTypes.DoubleType,
                    true,
                    "mean over the values of the binary cross-entropy of the " + what
                            + ", in nats; lower is better; null where a value is outside [0, 1]" + unlessCompared()));
        }
        if (corrupted) {
            fields.add(field(
                    CORRUPTION_MSE,
                    DataTypes.DoubleType,
                    false,
                    "mean over the values of the squared difference of the corrupted record and the clean one; what "
                            + RECONSTRUCTION_MSE + " has to fall below"));
        }
        if (latent != null) {
            addLatentScores(fields);
        }
        fields.add(field(
                ANOMALY_SCORE,
                DataTypes.DoubleType,
                !compared,
                "share of the training set, uncorrupted, whose " + RECONSTRUCTION_MSE
                        + " is no greater, 0 to 1; higher is stranger" + unlessCompared()));
        fields.add(field(
                IS_ANOMALY,
                DataTypes.BooleanType,
                !compared,
                "whether " + ANOMALY_SCORE + " is greater than 1 - contamination" + unlessCompared()));
        return fields;
    }

    private String unlessCompared() {
        return compared ? "" : "; null: the rows had no target to compare with";
    }

    private void addLatentScores(List<StructField> fields) {
        fields.add(field(
                KL_DIVERGENCE,
                DataTypes.DoubleType,
                false,
                "divergence of the record's distribution over codes from the standard normal distribution, in nats"));
        fields.add(field(
                ELBO,
                DataTypes.DoubleType,
                true,
                "evidence lower bound of the log-likelihood, in nats, of the record or of the target it has; an unbiased"
                        + " estimate from one draw of the code; higher is likelier; null where a value is impossible"
                        + unlessCompared()));
        if (latent.samples() > 0) {
            fields.add(field(
                    LOG_LIKELIHOOD,
                    DataTypes.DoubleType,
                    true,
                    "log-likelihood in nats of the record, or of the target it has, estimated from " + latent.samples()
                            + " importance samples; the lower, the stranger; null where a value is impossible"
                            + unlessCompared()));
        }
    }

    /** Returns the name of the column of a code's standard deviations. */
    public static String deviationsOf(String code) {
        return code + "_sigma";
    }

    private StructField codeField(String name, String what) {
        String comment = what + (codeSize > 0 ? ", " + codeSize + " values" : "");
        if (codeType == CodeType.ARRAY) {
            return field(name, DataTypes.createArrayType(DataTypes.FloatType, false), false, comment);
        }
        MetadataBuilder metadata = new MetadataBuilder().putString("comment", comment);
        if (codeSize > 0) {
            // Spares the pipeline's next stage a job to find the vector's size.
            metadata.withMetadata(new AttributeGroup(name, codeSize).toMetadata());
        }
        return new StructField(name, SQLDataTypes.VectorType(), false, metadata.build());
    }

    private static StructField field(String name, DataType type, boolean nullable, String comment) {
        Metadata metadata = new MetadataBuilder().putString("comment", comment).build();
        return new StructField(name, type, nullable, metadata);
    }
}
