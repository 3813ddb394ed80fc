package io.sparcode.ml;

import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The parameters of checkpoints. */
public interface CheckpointParams extends Params {
    /** Goes on from a checkpoint of this training, refuses another's. */
    String RESUME = "resume";
    /** Deletes what checkpoints there are. */
    String START_OVER = "start-over";

    /** Where checkpoints are saved. */
    default Param<String> checkpointDir() {
        return new Param<>(
                this, "checkpointDir", "folder of checkpoints on any Hadoop file system; empty for no checkpoints");
    }

    /** Returns where checkpoints are saved, or empty. */
    default String getCheckpointDir() {
        return getOrDefault(checkpointDir());
    }

    /** Rounds between two checkpoints. */
    default IntParam checkpointInterval() {
        return new IntParam(
                this,
                "checkpointInterval",
                "rounds between two checkpoints, at least 0; 0 saves at the end of each epoch only",
                ParamValidators.gtEq(0));
    }

    /** Returns the rounds between two checkpoints, or 0. */
    default int getCheckpointInterval() {
        return (int) getOrDefault(checkpointInterval());
    }

    /** Checkpoints kept. */
    default IntParam checkpointsKept() {
        return new IntParam(this, "checkpointsKept", "newest checkpoints kept, at least 1", ParamValidators.gtEq(1));
    }

    /** Returns the checkpoints kept. */
    default int getCheckpointsKept() {
        return (int) getOrDefault(checkpointsKept());
    }

    /** What is done with checkpoints that are there. */
    default Param<String> checkpointPolicy() {
        return new Param<>(
                this,
                "checkpointPolicy",
                "what is done with a checkpoint that is there: resume (refused if it is of another training) or"
                        + " start-over (deleted)",
                ParamValidators.inArray(List.of(RESUME, START_OVER)));
    }

    /** Returns what is done with checkpoints that are there. */
    default String getCheckpointPolicy() {
        return getOrDefault(checkpointPolicy());
    }
}
