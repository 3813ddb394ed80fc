package io.sparcode.scoring;

import static io.sparcode.scoring.ScorerFixture.CODE_SIZE;
import static io.sparcode.scoring.ScorerFixture.NETWORK;
import static io.sparcode.scoring.ScorerFixture.RECORDS;
import static io.sparcode.scoring.ScorerFixture.SHAPE;
import static io.sparcode.scoring.ScorerFixture.SIZE;
import static io.sparcode.scoring.ScorerFixture.columns;
import static io.sparcode.scoring.ScorerFixture.doubles;
import static io.sparcode.scoring.ScorerFixture.frame;
import static io.sparcode.scoring.ScorerFixture.images;
import static io.sparcode.scoring.ScorerFixture.pixels;
import static io.sparcode.scoring.ScorerFixture.planes;
import static io.sparcode.scoring.ScorerFixture.score;
import static io.sparcode.scoring.ScorerFixture.source;
import static io.sparcode.scoring.ScorerFixture.trainingErrors;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.engine.EnginePool;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

@NativeNumerics
class ScorerTest {
    /** The two layers by hand. */
    private static double[] layer(String name, double[] input, int size) {
        double[] output = new double[size];
        for (int j = 0; j < size; j++) {
            double sum = NETWORK.getLayer(name).getParam("b").getDouble(j);
            for (int i = 0; i < input.length; i++) {
                sum += input[i] * NETWORK.getLayer(name).getParam("W").getDouble(i, j);
            }
            output[j] = 1 / (1 + Math.exp(-sum));
        }
        return output;
    }

    @Test
    void codesAndScoresAreThoseOfTheNetworkComputedByHand() {
        List<Row> scored = score(images(RECORDS)).collectAsList();

        assertEquals(RECORDS, scored.size());
        for (Row row : scored) {
            int record = Integer.parseInt(row.<String>getAs("id").substring(3));
            double[] input = doubles(planes(pixels(record)));
            double[] code = layer(Architecture.CODE, input, CODE_SIZE);
            double[] reconstruction = layer(Architecture.RECONSTRUCTION, code, SIZE);
            double mse = 0;
            double bce = 0;
            for (int i = 0; i < SIZE; i++) {
                mse += Math.pow(input[i] - reconstruction[i], 2) / SIZE;
                bce -= (input[i] * Math.log(reconstruction[i]) + (1 - input[i]) * Math.log(1 - reconstruction[i]))
                        / SIZE;
            }
            List<Float> found = row.getList(row.fieldIndex("code"));
            for (int i = 0; i < CODE_SIZE; i++) {
                assertEquals(code[i], found.get(i), 1e-5);
            }
            assertEquals(mse, row.<Double>getAs("reconstruction_mse"), 1e-6);
            assertEquals(bce, row.<Double>getAs("reconstruction_bce"), 1e-5);
            // The training errors are 0 to 0.2 in equal steps.
            double rank = Math.min(1, mse / 0.2);
            assertEquals(rank, row.<Double>getAs("anomaly_score"), 1e-3);
            assertEquals(row.<Double>getAs("anomaly_score") > 0.9, row.<Boolean>getAs("is_anomaly"));
            assertEquals(record % 10, row.<Integer>getAs("label"));
            assertArrayEquals(pixels(record), row.<Row>getAs("input").getAs("data"));
        }
    }

    @Test
    void batchesOfAnySizeGiveTheSameScores() {
        Dataset<Row> images = images(RECORDS).coalesce(1);
        Scorer scorer = new Scorer(NETWORK, SHAPE, SHAPE);
        List<Row> whole = scorer.score(images, source(images, "input"), columns(CodeType.ARRAY), trainingErrors(), 0.1)
                .collectAsList();

        for (int batch : new int[] {1, 5, 36, 37}) {
            List<Row> scored = scorer.inBatchesOf(batch)
                    .score(images, source(images, "input"), columns(CodeType.ARRAY), trainingErrors(), 0.1)
                    .collectAsList();
            for (int i = 0; i < RECORDS; i++) {
                assertEquals(whole.get(i).<String>getAs("id"), scored.get(i).getAs("id"));
                assertEquals(
                        whole.get(i).<Double>getAs("reconstruction_mse"),
                        scored.get(i).getAs("reconstruction_mse"),
                        1e-7);
            }
        }
    }

    @Test
    void rowsStreamThroughOneBatchAtATime() {
        NetworkSnapshot snapshot = NetworkSnapshot.of(NETWORK, SHAPE, SHAPE);
        int[] taken = {0};
        List<float[]> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(planes(pixels(i)));
        }
        EngineBatches<float[], BatchScoring.Scored<float[]>> scored = new EngineBatches<>(
                records.stream().peek(record -> taken[0]++).iterator(),
                new BatchReader<>() {
                    @Override
                    public RecordBatch newBatch(float[] first, int capacity) {
                        return RecordBatch.ofVectors(capacity, SIZE);
                    }

                    @Override
                    public void add(float[] record, RecordBatch batch) {
                        System.arraycopy(record, 0, batch.floats(), batch.add(), SIZE);
                    }
                },
                snapshot,
                4,
                new BatchScoring<>(true, null, null));

        scored.next();

        assertTrue(taken[0] <= 5, "after the first record " + taken[0] + " had been taken");
        scored.forEachRemaining(record -> {});
        assertEquals(20, taken[0]);
    }

    @Test
    void networkIsBuiltOnceATaskSlotAndGoesBackAlsoWhenATaskIsCutShort() {
        Dataset<Row> images = images(RECORDS);
        String id = NetworkSnapshot.of(NETWORK, SHAPE, SHAPE).id();

        for (int i = 0; i < 3; i++) {
            score(images).collectAsList();
            score(images).limit(1).collectAsList();
        }

        int idle = EnginePool.idle(id);
        assertTrue(idle >= 1 && idle <= 2, idle + " networks for 2 task slots");
    }

    @Test
    void vectorsAndArraysGiveTheScoresOfTheSameImage() {
        List<Row> asVectors = new ArrayList<>();
        List<Row> asFloats = new ArrayList<>();
        List<Row> asDoubles = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            float[] values = planes(pixels(i));
            Vector dense = Vectors.dense(doubles(values));
            asVectors.add(RowFactory.create("id-" + i, i, i % 2 == 0 ? dense : dense.toSparse()));
            asFloats.add(RowFactory.create("id-" + i, i, values));
            asDoubles.add(RowFactory.create("id-" + i, i, doubles(values)));
        }
        double[] expected = errors(score(images(RECORDS)));
        Dataset<Row> floats = frame(asFloats, DataTypes.createArrayType(DataTypes.FloatType));
        Dataset<Row> doubles = frame(asDoubles, DataTypes.createArrayType(DataTypes.DoubleType));

        assertArrayEquals(expected, errors(score(floats)), 1e-7);
        assertArrayEquals(expected, errors(score(doubles)), 1e-7);
        assertArrayEquals(expected, errors(score(frame(asVectors, SQLDataTypes.VectorType()))), 1e-7);
    }

    private static double[] errors(Dataset<Row> scored) {
        return scored.orderBy("id").select("reconstruction_mse").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    @Test
    void columnsSayWhatTheyAreAndKeepWhatTheySaid() {
        Dataset<Row> images = images(3);
        Dataset<Row> commented = images.withColumn(
                "label", images.col("label").as("label", Metadata.fromJson("{\"comment\": \"digit\"}")));

        StructType schema = score(commented).schema();

        assertEquals("digit", schema.apply("label").getComment().get());
        for (String added :
                List.of("code", "reconstruction_mse", "reconstruction_bce", "anomaly_score", "is_anomaly")) {
            assertTrue(schema.apply(added).getComment().isDefined(), added);
        }
        assertEquals("array<float>", schema.apply("code").dataType().catalogString());
    }

    @Test
    void vectorCodesCarryTheirSizeForTheNextStage() {
        StructType schema = new Scorer(NETWORK, SHAPE, SHAPE)
                .score(images(3), source(images(3), "input"), columns(CodeType.VECTOR), trainingErrors(), 0.1)
                .schema();

        assertEquals(SQLDataTypes.VectorType(), schema.apply("code").dataType());
        assertEquals(
                CODE_SIZE, AttributeGroup.fromStructField(schema.apply("code")).size());
    }

    @Test
    void partitionsAreKept() {
        assertEquals(3, score(images(RECORDS)).rdd().getNumPartitions());
    }

    @Test
    void crossEntropyIsNullWhereAValueIsOutsideTheUnitInterval() {
        float[] values = planes(pixels(0));
        values[3] = 1.5f;

        Row scored = score(frame(
                        List.of(RowFactory.create("id", 0, values)), DataTypes.createArrayType(DataTypes.FloatType)))
                .first();

        assertNull(scored.getAs("reconstruction_bce"));
        assertTrue(scored.<Double>getAs("reconstruction_mse") > 0);
    }
}
