package io.sparcode.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Corruption;
import io.sparcode.model.Corruptor;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.Dl4jEngine;
import io.sparcode.model.engine.NetworkEngine;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CorruptedTrainingTest {
    private static final int RECORDS = 200;
    private static final Corruptor GAUSSIAN =
            new Corruptor(List.of(new Corruption.Gaussian(0.3, null)), TensorShape.vector(TrainingFixture.SIZE));

    @Test
    void aRecordIsCorruptedTheSameHoweverRecordsFallIntoShardsAndBatches() {
        Map<String, String> one = corrupted(1, 1, 16);
        assertEquals(RECORDS, one.size());
        assertEquals(one, corrupted(2, 1, 16));
        assertEquals(one, corrupted(4, 1, 7));
    }

    @Test
    void everyEpochCorruptsARecordAnew() {
        Map<String, String> first = corrupted(2, 1, 16);
        Map<String, String> second = corrupted(2, 2, 16);
        assertEquals(first.keySet(), second.keySet());
        first.forEach((clean, values) -> assertNotEquals(values, second.get(clean)));
    }

    @Test
    void theSameSeedGivesTheSameModelAndCorruptionAnotherThanNone() {
        float[] once = TrainingFixture.parameters(train(GAUSSIAN));
        float[] again = TrainingFixture.parameters(train(GAUSSIAN));
        float[] clean = TrainingFixture.parameters(train(Corruptor.NONE));
        assertTrue(Arrays.equals(once, again));
        assertFalse(Arrays.equals(once, clean));
    }

    @Test
    void errorsAreOfCleanInputs() {
        Corruptor half = new Corruptor(List.of(new Corruption.Masking(0.5)), TensorShape.vector(TrainingFixture.SIZE));
        TrainedNetwork trained = train(half);
        double ofClean = 0;
        double ofCorrupted = 0;
        NetworkEngine engine =
                new Dl4jEngine(trained.network().getConfiguration().toJson());
        engine.load(Dl4jEngine.stateOf(trained.network()), 1);
        try (ShardedBlocks data = TrainingFixture.blocks(LocalSpark.session(), RECORDS, 2)) {
            for (ImageBlock block : data.select(data.blocksByShard()).collect()) {
                RecordBatch batch = block.newBatch(block.records());
                for (int record = 0; record < block.records(); record++) {
                    block.addTo(batch, record);
                }
                ofClean += sum(engine.reconstruct(batch, Set.of()).meanSquaredErrors());
                RecordBatch corrupted = half.new Copy(1, 1).of(batch);
                ofCorrupted += sum(engine.reconstruct(corrupted, Set.of()).meanSquaredErrors());
            }
        }
        double told = trained.history().get(1).trainingMse();
        assertEquals(ofClean / RECORDS, told, 1e-6);
        assertTrue(ofCorrupted > 1.03 * ofClean, ofCorrupted + " of corrupted, " + ofClean + " of clean records");
    }

    private static double sum(double[] errors) {
        return Arrays.stream(errors).sum();
    }

    private static TrainedNetwork train(Corruptor corruptor) {
        TrainingOptions options = TrainingFixture.options(2, 2);
        try (ShardedBlocks blocks = TrainingFixture.blocks(LocalSpark.session(), RECORDS, 2)) {
            return new ParameterAveraging(options, TrainingListener.NONE)
                    .corruptedBy(corruptor)
                    .fit(TrainingFixture.graph(0.01), blocks, Optional.empty(), "fingerprint");
        }
    }

    /** Returns every record's corrupted values by its clean ones, as a worker's minibatches have them. */
    private static Map<String, String> corrupted(int shards, int epoch, int batchSize) {
        Map<String, String> corruptedByClean = new TreeMap<>();
        try (ShardedBlocks data = TrainingFixture.blocks(LocalSpark.session(), RECORDS, shards)) {
            List<List<ImageBlock>> byShard =
                    data.select(data.blocksByShard()).glom().collect();
            for (List<ImageBlock> ofShard : byShard) {
                BlockRecords records = new BlockRecords(
                        ofShard.iterator(),
                        (before, block) -> Shuffle.order(block.records(), shards, epoch, before),
                        0,
                        Integer.MAX_VALUE);
                Iterator<RecordBatch> batches =
                        GAUSSIAN.corrupted(new Minibatches(records, batchSize), TrainingFixture.SEED, epoch);
                while (batches.hasNext()) {
                    RecordBatch batch = batches.next();
                    for (int record = 0; record < batch.records(); record++) {
                        corruptedByClean.put(values(batch.target(), record), values(batch, record));
                    }
                }
            }
        }
        return corruptedByClean;
    }

    private static String values(RecordBatch batch, int record) {
        float[] values = new float[batch.size()];
        batch.read(record, values, 0);
        return Arrays.toString(values);
    }
}
