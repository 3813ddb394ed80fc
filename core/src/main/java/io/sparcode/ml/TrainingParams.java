package io.sparcode.ml;

import io.sparcode.model.Architecture;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import scala.Function1;

/** The parameters of training, which {@link Autoencoder} alone has. */
public interface TrainingParams extends CodeParams, LabelParams, AveragingParams, CheckpointParams {
    /** The graph. */
    default Param<String> architecture() {
        return new Param<>(
                this,
                "architecture",
                "the autoencoder's graph as JSON: encoder, decoder, loss, penalties, corruptions, code-layer",
                parsedBy(Architecture::fromJson));
    }

    /** Returns the graph. */
    default Architecture getArchitecture() {
        return Architecture.fromJson(getOrDefault(architecture()));
    }

    /** The optimiser of the workers' steps. */
    default Param<String> optimizer() {
        return new Param<>(
                this,
                "optimizer",
                "the optimiser of the workers' steps as JSON: its name and settings",
                parsedBy(Optimizer::fromJson));
    }

    /** Returns the optimiser of the workers' steps. */
    default Optimizer getOptimizer() {
        return Optimizer.fromJson(getOrDefault(optimizer()));
    }

    /** The course of the learning rate. */
    default Param<String> schedule() {
        return new Param<>(
                this,
                "schedule",
                "the course of the learning rate as JSON: its type and settings, lengths in records over all workers",
                parsedBy(Schedule::fromJson));
    }

    /** Returns the course of the learning rate. */
    default Schedule getSchedule() {
        return Schedule.fromJson(getOrDefault(schedule()));
    }

    /** What is done to gradients before the optimiser. */
    default Param<String> gradientClipping() {
        return new Param<>(
                this,
                "gradientClipping",
                "what is done to a minibatch's gradient before the optimiser as JSON: its type and settings",
                parsedBy(GradientClipping::fromJson));
    }

    /** Returns what is done to gradients before the optimiser. */
    default GradientClipping getGradientClipping() {
        return GradientClipping.fromJson(getOrDefault(gradientClipping()));
    }

    /** The column of splits. */
    default Param<String> splitCol() {
        return new Param<>(
                this,
                "splitCol",
                "column that says train, validation or test; where the frame has none, every record is trained on");
    }

    /** Returns the column of splits. */
    default String getSplitCol() {
        return getOrDefault(splitCol());
    }

    /** The share of the training records held out. */
    default DoubleParam validationFraction() {
        return new DoubleParam(
                this,
                "validationFraction",
                "share of the training records held out to watch the error on, 0 up to but not including 1; 0 takes the"
                        + " records whose split is validation, if any",
                ParamValidators.inRange(0, 1, true, false));
    }

    /** Returns the share of the training records held out. */
    default double getValidationFraction() {
        return (double) getOrDefault(validationFraction());
    }

    /** Passes over the data. */
    default IntParam epochs() {
        return new IntParam(this, "epochs", "passes over the training records, at least 1", ParamValidators.gtEq(1));
    }

    /** Returns the passes over the data. */
    default int getEpochs() {
        return (int) getOrDefault(epochs());
    }

    /** Passes over the data for each layer. */
    default IntParam layerwiseEpochs() {
        return new IntParam(
                this,
                "layerwiseEpochs",
                "passes over the training records for each encoder layer with its counterpart in the decoder, before the"
                        + " whole graph is trained, at least 0; 0 trains the whole graph at once",
                ParamValidators.gtEq(0));
    }

    /** Returns the passes over the data for each layer, or 0. */
    default int getLayerwiseEpochs() {
        return (int) getOrDefault(layerwiseEpochs());
    }

    /** Records a minibatch on each worker. */
    default IntParam batchSize() {
        return new IntParam(
                this,
                "batchSize",
                "records in a minibatch on each worker, at least 0; 0 divides 64 among the workers",
                ParamValidators.gtEq(0));
    }

    /** Returns the records a minibatch on each worker. */
    default int getBatchSize() {
        return (int) getOrDefault(batchSize());
    }

    /** Epochs without improvement after which training stops. */
    default IntParam patience() {
        return new IntParam(
                this,
                "patience",
                "epochs without improvement after which training stops and keeps the best, at least 0; 0 never stops",
                ParamValidators.gtEq(0));
    }

    /** Returns the epochs without improvement after which training stops, or 0. */
    default int getPatience() {
        return (int) getOrDefault(patience());
    }

    /** The decrease of the error that counts as improvement. */
    default DoubleParam minimumImprovement() {
        return new DoubleParam(
                this,
                "minimumImprovement",
                "relative decrease of the error that counts as improvement, 0 up to but not including 1",
                ParamValidators.inRange(0, 1, true, false));
    }

    /** Returns the decrease of the error that counts as improvement. */
    default double getMinimumImprovement() {
        return (double) getOrDefault(minimumImprovement());
    }

    /** The data's fingerprint. */
    default Param<String> inputFingerprint() {
        return new Param<>(
                this,
                "inputFingerprint",
                "identifies the data, if that is known already; empty has it computed in a pass over the data");
    }

    /** Returns the data's fingerprint, or empty. */
    default String getInputFingerprint() {
        return getOrDefault(inputFingerprint());
    }

    /** The source of every random choice. */
    default LongParam seed() {
        return new LongParam(this, "seed", "source of every random choice");
    }

    /** Returns the source of every random choice. */
    default long getSeed() {
        return (long) getOrDefault(seed());
    }

    private static Function1<String, Object> parsedBy(Consumer<String> parser) {
        // The parser's own message says more than "invalid value".
        return (Function1<String, Object> & Serializable) json -> {
            parser.accept(json);
            return true;
        };
    }
}
