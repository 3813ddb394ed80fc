package io.sparcode.ml;

import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The parameters of parameter averaging. */
public interface AveragingParams extends Params {
    /** Tasks that train side by side. */
    default IntParam numWorkers() {
        return new IntParam(
                this,
                "numWorkers",
                "Spark tasks that train side by side, each on its own shard, at least 0; 0 takes the cluster's task"
                        + " slots",
                ParamValidators.gtEq(0));
    }

    /** Returns the tasks that train side by side, or 0. */
    default int getNumWorkers() {
        return (int) getOrDefault(numWorkers());
    }

    /** Minibatches between two averagings. */
    default IntParam averagingFrequency() {
        return new IntParam(
                this,
                "averagingFrequency",
                "minibatches that a worker takes between two averagings, at least 1",
                ParamValidators.gtEq(1));
    }

    /** Returns the minibatches between two averagings. */
    default int getAveragingFrequency() {
        return (int) getOrDefault(averagingFrequency());
    }

    /** Minibatches in the first round. */
    default IntParam initialAveragingFrequency() {
        return new IntParam(
                this,
                "initialAveragingFrequency",
                "minibatches in the first round, 0 to averagingFrequency; 0 is averagingFrequency, no schedule",
                ParamValidators.gtEq(0));
    }

    /** Returns the minibatches in the first round, or 0. */
    default int getInitialAveragingFrequency() {
        return (int) getOrDefault(initialAveragingFrequency());
    }

    /** Rounds over which the first round's minibatches grow. */
    default IntParam averagingRampRounds() {
        return new IntParam(
                this,
                "averagingRampRounds",
                "rounds over which initialAveragingFrequency grows to averagingFrequency, at least 0",
                ParamValidators.gtEq(0));
    }

    /** Returns the rounds over which the first round's minibatches grow. */
    default int getAveragingRampRounds() {
        return (int) getOrDefault(averagingRampRounds());
    }

    /** The outer optimiser's learning rate. */
    default DoubleParam outerLearningRate() {
        return new DoubleParam(
                this,
                "outerLearningRate",
                "learning rate on the averaged parameters, greater than 0; 1 with outerMomentum 0 is plain averaging",
                ParamValidators.gt(0));
    }

    /** Returns the outer optimiser's learning rate. */
    default double getOuterLearningRate() {
        return (double) getOrDefault(outerLearningRate());
    }

    /** The outer optimiser's momentum. */
    default DoubleParam outerMomentum() {
        return new DoubleParam(
                this,
                "outerMomentum",
                "Nesterov momentum on the averaged parameters, 0 up to but not including 1",
                ParamValidators.inRange(0, 1, true, false));
    }

    /** Returns the outer optimiser's momentum. */
    default double getOuterMomentum() {
        return (double) getOrDefault(outerMomentum());
    }

    /** What becomes of the workers' optimiser state. */
    default Param<String> updaterState() {
        return new Param<>(
                this,
                "updaterState",
                "what becomes of the workers' optimiser state after a round: averaged or reset",
                ParamValidators.inArray(List.of("averaged", "reset")));
    }

    /** Returns what becomes of the workers' optimiser state. */
    default String getUpdaterState() {
        return getOrDefault(updaterState());
    }
}
