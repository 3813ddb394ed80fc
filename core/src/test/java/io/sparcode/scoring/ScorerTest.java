package io.sparcode.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.BadDataException;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.EnginePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ScorerTest {
    private static final TensorShape SHAPE = new TensorShape(3, 2, 2);
    private static final int SIZE = 12;
    private static final int CODE_SIZE = 4;
    private static final int RECORDS = 37;

    private static SparkSession spark;
    private static ComputationGraph network;
    private static ErrorQuantiles trainingErrors;

    @BeforeAll
    static void buildNetwork() {
        spark = LocalSpark.session();
        network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(5)
                .activation(Activation.SIGMOID)
                .graphBuilder()
                .addInputs(Architecture.INPUT)
                .addLayer(
                        Architecture.CODE,
                        new DenseLayer.Builder().nIn(SIZE).nOut(CODE_SIZE).build(),
                        Architecture.INPUT)
                .addLayer(
                        Architecture.RECONSTRUCTION,
                        new OutputLayer.Builder(LossFunction.MSE)
                                .activation(Activation.SIGMOID)
                                .nIn(CODE_SIZE)
                                .nOut(SIZE)
                                .build(),
                        Architecture.CODE)
                .setOutputs(Architecture.RECONSTRUCTION)
                .build());
        network.init();
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i <= 1000; i++) {
            errors.add(i / 5000.0);
        }
        trainingErrors = ErrorQuantiles.of(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(errors, 2));
    }

    private static byte[] pixels(int record) {
        byte[] pixels = new byte[SIZE];
        new Random(record).nextBytes(pixels);
        return pixels;
    }

    /** The layout spelled out: planes one after the other, each row by row, where the bytes have a pixel's channels together. */
    private static float[] planes(byte[] pixels) {
        float[] planes = new float[SIZE];
        for (int pixel = 0; pixel < 4; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                planes[channel * 4 + pixel] = (pixels[pixel * 3 + channel] & 0xff) / 255f;
            }
        }
        return planes;
    }

    private static Dataset<Row> images(int records) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            Row image = RowFactory.create("origin-" + i, 2, 2, 3, 16, pixels(i));
            rows.add(RowFactory.create("id-" + i, i % 10, image));
        }
        return frame(rows, ImageSchema.columnSchema());
    }

    private static Dataset<Row> frame(List<Row> rows, DataType inputType) {
        StructType schema = new StructType()
                .add("id", DataTypes.StringType)
                .add("label", DataTypes.IntegerType)
                .add("input", inputType);
        return spark.createDataFrame(rows, schema).repartition(3);
    }

    private static EncodedColumns columns(CodeType codeType) {
        return new EncodedColumns("code", codeType, CODE_SIZE, true, null, true, false);
    }

    private static Dataset<Row> score(Dataset<Row> rows) {
        return new Scorer(network, SHAPE, SHAPE)
                .score(rows, source(rows, "input"), columns(CodeType.ARRAY), trainingErrors, 0.1);
    }

    private static RecordSource source(Dataset<Row> rows, String inputCol) {
        return RecordSource.of(rows.schema(), inputCol, "");
    }

    /** The two layers by hand. */
    private static double[] layer(String name, double[] input, int size) {
        double[] output = new double[size];
        for (int j = 0; j < size; j++) {
            double sum = network.getLayer(name).getParam("b").getDouble(j);
            for (int i = 0; i < input.length; i++) {
                sum += input[i] * network.getLayer(name).getParam("W").getDouble(i, j);
            }
            output[j] = 1 / (1 + Math.exp(-sum));
        }
        return output;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
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
        Scorer scorer = new Scorer(network, SHAPE, SHAPE);
        List<Row> whole = scorer.score(images, source(images, "input"), columns(CodeType.ARRAY), trainingErrors, 0.1)
                .collectAsList();

        for (int batch : new int[] {1, 5, 36, 37}) {
            List<Row> scored = scorer.inBatchesOf(batch)
                    .score(images, source(images, "input"), columns(CodeType.ARRAY), trainingErrors, 0.1)
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
        NetworkSnapshot snapshot = NetworkSnapshot.of(network, SHAPE, SHAPE);
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
        String id = NetworkSnapshot.of(network, SHAPE, SHAPE).id();

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
        StructType schema = new Scorer(network, SHAPE, SHAPE)
                .score(images(3), source(images(3), "input"), columns(CodeType.VECTOR), trainingErrors, 0.1)
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

    @Test
    void presentOutputColumnIsRefusedWhateverItsCase() {
        Dataset<Row> rows = images(1).withColumnRenamed("label", "Reconstruction_MSE");

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> score(rows));

        assertTrue(
                refused.getMessage().startsWith("output column reconstruction_mse exists already"),
                refused.getMessage());
    }

    @Test
    void inputColumnOfAnotherTypeIsRefusedWithItsType() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Scorer(network, SHAPE, SHAPE)
                        .score(images(1), source(images(1), "label"), columns(CodeType.ARRAY), trainingErrors, 0.1));

        assertTrue(refused.getMessage().startsWith("input column label is of type int"), refused.getMessage());
    }

    @Test
    void absentInputColumnIsRefusedWithTheColumnsThereAre() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Scorer(network, SHAPE, SHAPE)
                        .score(images(1), source(images(1), "picture"), columns(CodeType.ARRAY), trainingErrors, 0.1));

        assertEquals("there is no input column picture; columns are [id, label, input]", refused.getMessage());
    }

    private static String badData(Dataset<Row> rows) {
        SparkException failed =
                assertThrows(SparkException.class, () -> score(rows).collectAsList());
        Throwable cause = failed;
        while (!(cause instanceof BadDataException)) {
            cause = cause.getCause();
            assertTrue(cause != null, failed.toString());
        }
        return cause.getMessage();
    }

    @Test
    void imageOfAnotherShapeIsRefusedWithItsIdAndBothShapes() {
        Row image = RowFactory.create("file:/a.png", 4, 2, 3, 16, new byte[24]);

        assertEquals(
                "record id-9 of column input is of shape [3, 4, 2], the model takes [3, 2, 2]",
                badData(frame(List.of(RowFactory.create("id-9", 0, image)), ImageSchema.columnSchema())));
    }

    @Test
    void imageThatItsSourceCouldNotDecodeIsRefusedWithItsOrigin() {
        Row image = RowFactory.create("file:/a.png", -1, -1, -1, -1, new byte[0]);

        assertEquals(
                "record file:/a.png of column input is an image of height -1, width -1 and -1 channels, which its"
                        + " source could not decode",
                badData(frame(List.of(RowFactory.create(null, 0, image)), ImageSchema.columnSchema())));
    }

    @Test
    void imageWithTooFewBytesIsRefused() {
        Row image = RowFactory.create("file:/a.png", 2, 2, 3, 16, new byte[11]);

        assertEquals(
                "record a of column input is an image of shape [3, 2, 2] with 11 bytes of data, needs 12",
                badData(frame(List.of(RowFactory.create("a", 0, image)), ImageSchema.columnSchema())));
    }

    @Test
    void nullIsRefused() {
        assertEquals(
                "record a of column input is null",
                badData(frame(Arrays.asList(RowFactory.create("a", 0, null)), ImageSchema.columnSchema())));
    }

    @Test
    void vectorOfAnotherSizeIsRefused() {
        assertEquals(
                "record a of column input is of shape [2], the model takes [3, 2, 2]",
                badData(frame(List.of(RowFactory.create("a", 0, Vectors.dense(1, 2))), SQLDataTypes.VectorType())));
    }

    @Test
    void valueThatIsNotFiniteIsRefused() {
        float[] values = planes(pixels(0));
        values[3] = Float.NaN;

        assertEquals(
                "record a of column input has NaN as value 3; all must be finite",
                badData(frame(
                        List.of(RowFactory.create("a", 0, values)), DataTypes.createArrayType(DataTypes.FloatType))));
    }
}
