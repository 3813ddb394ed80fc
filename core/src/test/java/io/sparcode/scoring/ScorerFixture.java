package io.sparcode.scoring;

import io.sparcode.LocalSpark;
import io.sparcode.model.Architecture;
import io.sparcode.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network of two layers for colour images of 2x2, and frames of records for it to score. */
final class ScorerFixture {
    static final TensorShape SHAPE = new TensorShape(3, 2, 2);
    static final int SIZE = 12;
    static final int CODE_SIZE = 4;
    static final int RECORDS = 37;
    static final ComputationGraph NETWORK = network();

    private ScorerFixture() {}

    private static ComputationGraph network() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
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
        return network;
    }

    /** Returns errors from 0 to 0.2 in equal steps. */
    static ErrorQuantiles trainingErrors() {
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i <= 1000; i++) {
            errors.add(i / 5000.0);
        }
        return ErrorQuantiles.of(
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                        .parallelize(errors, 2));
    }

    static byte[] pixels(int record) {
        byte[] pixels = new byte[SIZE];
        new Random(record).nextBytes(pixels);
        return pixels;
    }

    /** The layout spelled out: planes one after the other, each row by row, where the bytes have a pixel's channels together. */
    static float[] planes(byte[] pixels) {
        float[] planes = new float[SIZE];
        for (int pixel = 0; pixel < 4; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                planes[channel * 4 + pixel] = (pixels[pixel * 3 + channel] & 0xff) / 255f;
            }
        }
        return planes;
    }

    static Dataset<Row> images(int records) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            Row image = RowFactory.create("origin-" + i, 2, 2, 3, 16, pixels(i));
            rows.add(RowFactory.create("id-" + i, i % 10, image));
        }
        return frame(rows, ImageSchema.columnSchema());
    }

    static Dataset<Row> frame(List<Row> rows, DataType inputType) {
        StructType schema = new StructType()
                .add("id", DataTypes.StringType)
                .add("label", DataTypes.IntegerType)
                .add("input", inputType);
        return LocalSpark.session().createDataFrame(rows, schema).repartition(3);
    }

    static EncodedColumns columns(CodeType codeType) {
        return new EncodedColumns("code", codeType, CODE_SIZE, true, null, true, false);
    }

    static Dataset<Row> score(Dataset<Row> rows) {
        return new Scorer(NETWORK, SHAPE, SHAPE)
                .score(rows, source(rows, "input"), columns(CodeType.ARRAY), trainingErrors(), 0.1);
    }

    static RecordSource source(Dataset<Row> rows, String inputCol) {
        return RecordSource.of(rows.schema(), inputCol, "");
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
