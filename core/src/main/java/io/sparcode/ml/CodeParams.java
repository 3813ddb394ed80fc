package io.sparcode.ml;

import io.sparcode.scoring.CodeType;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The parameters that {@link Autoencoder} and {@link AutoencoderModel} share: what is read, and what is written.
 *
 * <p>A {@code Param} is equal to every other of its name and owner, so that each call may make a new one.
 */
public interface CodeParams extends Params {
    /** The column that records are read from. */
    default Param<String> inputCol() {
        return new Param<>(
                this,
                "inputCol",
                "input column: images in Spark's image schema, Spark ML vectors, or arrays of numbers");
    }

    /** Returns the column that records are read from. */
    default String getInputCol() {
        return getOrDefault(inputCol());
    }

    /** The column that reconstructions are compared with. */
    default Param<String> targetCol() {
        return new Param<>(
                this,
                "targetCol",
                "target column, of the kinds of the input column: what the network is to give for each record; empty for"
                        + " the record itself");
    }

    /** Returns the column that reconstructions are compared with, empty for the input itself. */
    default String getTargetCol() {
        return getOrDefault(targetCol());
    }

    /** The column that codes are written to. */
    default Param<String> outputCol() {
        return new Param<>(this, "outputCol", "output column of the latent code; the scores' columns have fixed names");
    }

    /** Returns the column that codes are written to. */
    default String getOutputCol() {
        return getOrDefault(outputCol());
    }

    /** What a code is. */
    default Param<String> codeType() {
        List<String> names = CodeType.names();
        return new Param<>(
                this,
                "codeType",
                "what a code is: array (array<float>), or vector (a Spark ML vector, for a stage that follows)",
                ParamValidators.inArray(names));
    }

    /** Returns what a code is. */
    default String getCodeType() {
        return getOrDefault(codeType());
    }

    /** The share of records expected to be anomalies. */
    default DoubleParam contamination() {
        return new DoubleParam(
                this,
                "contamination",
                "share of records expected to be anomalies, 0 to 0.5: is_anomaly marks scores above 1 - contamination",
                ParamValidators.inRange(0, 0.5));
    }

    /** Returns the share of records expected to be anomalies. */
    default double getContamination() {
        return (double) getOrDefault(contamination());
    }
}
