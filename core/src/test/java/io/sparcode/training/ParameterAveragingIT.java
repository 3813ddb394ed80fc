package io.sparcode.training;

import static io.sparcode.training.TrainingFixture.options;
import static io.sparcode.training.TrainingFixture.parameters;
import static io.sparcode.training.TrainingFixture.train;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalCluster;
import io.sparcode.LocalSpark;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Training on executors in processes of their own. */
class ParameterAveragingIT {
    private static final int RECORDS = 2000;

    private SparkSession cluster;

    @AfterEach
    void stop() {
        cluster.stop();
    }

    @Test
    void twoProcessesGiveTheSameModelAsTwoTaskSlotsAlsoWhenOneIsKilled() {
        SparkSession local = LocalSpark.session();
        float[] inOneProcess = parameters(train(local, RECORDS, options(2, 3)));
        local.stop();

        cluster = LocalCluster.builder(2).getOrCreate();
        assertArrayEquals(inOneProcess, parameters(train(cluster, RECORDS, options(2, 3))));

        KillAnExecutor killer = new KillAnExecutor(cluster);
        assertArrayEquals(inOneProcess, parameters(train(cluster, RECORDS, options(2, 3), killer)));
        assertEquals(1, killer.killed);
    }

    /** Kills one executor, the way a machine dies, after the epoch's fifth round. */
    private static final class KillAnExecutor implements TrainingListener {
        private final SparkSession spark;
        private int killed;

        KillAnExecutor(SparkSession spark) {
            this.spark = spark;
        }

        @Override
        public void roundEnded(RoundProgress progress) {
            if (killed == 0 && progress.epoch() == 2 && progress.round() == 5) {
                assertTrue(progress.rounds() > 10, progress::toString);
                killed++;
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(List.of(1), 1)
                        .foreach(KillAnExecutor::halt);
            }
        }

        private static void halt(int ignored) {
            // Only the first attempt dies: the task runs again elsewhere.
            if (org.apache.spark.TaskContext.get().attemptNumber() == 0) {
                Runtime.getRuntime().halt(137);
            }
        }
    }
}
