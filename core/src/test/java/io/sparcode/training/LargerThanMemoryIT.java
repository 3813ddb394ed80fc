package io.sparcode.training;

import static io.sparcode.training.TrainingFixture.parameters;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** A dataset of 80 MB, with all of Spark's memory for it, and with a few per cent of that. */
class LargerThanMemoryIT {
    private static final int SIZE = 784;
    private static final int BLOCKS = 20;
    private static final int RECORDS_IN_BLOCK = 5000;

    @Test
    void aDatasetThatDoesNotFitMemoryTrainsToTheSameModel() {
        float[] inMemory = trained(0.6, false);
        assertArrayEquals(inMemory, trained(0.005, true));
    }

    private static float[] trained(double memoryFraction, boolean onDisk) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.memory.fraction", Double.toString(memoryFraction))
                .getOrCreate();
        JavaRDD<ImageBlock> images = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, BLOCKS).boxed().toList(), BLOCKS)
                .map(LargerThanMemoryIT::images);
        try (ShardedBlocks blocks = ShardedBlocks.of(images, 2, SIZE)) {
            long spilled = Arrays.stream(spark.sparkContext().getRDDStorageInfo())
                    .mapToLong(RDDInfo::diskSize)
                    .sum();
            assertTrue(onDisk == spilled > 0, spilled + " bytes are on disk");
            TrainingOptions options = new TrainingOptions(
                    2,
                    2,
                    100,
                    AveragingSchedule.every(50),
                    OuterOptimizer.PLAIN_AVERAGING,
                    UpdaterState.AVERAGED,
                    EarlyStopping.NEVER,
                    CheckpointOptions.NONE,
                    1);
            return parameters(new ParameterAveraging(options, TrainingListener.NONE)
                    .fit(TrainingFixture.graph(SIZE, 8, Activation.RELU, 1e-3), blocks, Optional.empty(), "larger"));
        } finally {
            spark.stop();
        }
    }

    private static ImageBlock images(int number) {
        byte[] pixels = new byte[RECORDS_IN_BLOCK * SIZE];
        new Random(number).nextBytes(pixels);
        return ImageBlock.ofBytes(pixels, RECORDS_IN_BLOCK, 1, SIZE);
    }
}
