package io.sparcode.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters of scoring, which {@link AutoencoderModel} alone has. */
public interface ScoringParams extends CodeParams {
    /** Whether records are corrupted before they are encoded. */
    default BooleanParam corrupt() {
        return new BooleanParam(
                this,
                "corrupt",
                "whether records are corrupted as in training before they are encoded: code and errors are then of the"
                        + " corrupted record against its clean target, and corruption_mse is added; anomaly_score ranks"
                        + " among the errors of clean training records all the same");
    }

    /** Returns whether records are corrupted before they are encoded. */
    default boolean getCorrupt() {
        return (boolean) getOrDefault(corrupt());
    }

    /** The source of the corruption's random choices. */
    default LongParam seed() {
        return new LongParam(this, "seed", "source of the random choices of corrupt; the training's unless it is set");
    }

    /** Returns the source of the corruption's random choices. */
    default long getSeed() {
        return (long) getOrDefault(seed());
    }

    /** Whether the codes' standard deviations are told. */
    default BooleanParam deviations() {
        return new BooleanParam(
                this,
                "deviations",
                "whether a variational model adds the codes' standard deviations, in a column named after the code's with"
                        + " _sigma after it");
    }

    /** Returns whether the codes' standard deviations are told. */
    default boolean getDeviations() {
        return (boolean) getOrDefault(deviations());
    }

    /** Codes drawn for a log-likelihood. */
    default IntParam importanceSamples() {
        return new IntParam(
                this,
                "importanceSamples",
                "codes that a variational model draws for each record's log_likelihood, at least 0; 0 leaves it out; each"
                        + " costs as much as decoding a record",
                ParamValidators.gtEq(0));
    }

    /** Returns the codes drawn for a log-likelihood. */
    default int getImportanceSamples() {
        return (int) getOrDefault(importanceSamples());
    }
}
