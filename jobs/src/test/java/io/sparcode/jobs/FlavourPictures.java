package io.sparcode.jobs;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.image.RecordBatch;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.Architecture;
import io.sparcode.model.Corruptor;
import io.sparcode.model.Dense;
import io.sparcode.model.InputSelection;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Reconstruction;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pictures of what a model makes of test digits, in {@code target/flavours}: a row each of digits, of what is left of them
 * where the model is trained to undo corruptions, of their codes where these are squares, and of reconstructions. A first
 * layer of dense units is drawn too, and the inputs that selectors pick.
 */
final class FlavourPictures {
    /** Where pictures are written. */
    private static final Path FOLDER = Path.of("target", "flavours");

    private static final int DIGITS = 16;
    private static final int WIDTH = 28;
    private static final int SCALE = 2;
    /** Most units of which the weights are drawn, and how many are beside each other. */
    private static final int KERNELS = 64;

    private static final int KERNEL_COLUMNS = 8;

    private final RecordBatch digits;
    private final PrincipalComponents components;

    FlavourPictures(MnistTrial mnist) {
        digits = MnistTrial.images(ofEachClass(mnist.test()));
        components = PrincipalComponents.of(mnist);
    }

    /** Takes two of the classes 0 to 5 and one of 6 to 9. */
    private static Dataset<Row> ofEachClass(Dataset<Row> test) {
        List<Row> chosen = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            Dataset<Row> ofLabel = test.where(col(ImageRows.LABEL).equalTo(label));
            chosen.addAll(MnistTrial.first(label < DIGITS - 10 ? 2 : 1, ofLabel).collectAsList());
        }
        SparkSession spark = test.sparkSession();
        return spark.createDataFrame(chosen, test.schema());
    }

    /** Writes all of a flavour's. */
    void write(String flavour, AutoencoderModel model) throws IOException {
        writeDigits(flavour + ".png", model);
        Architecture architecture = model.architecture();
        if (architecture.encoder().get(0) instanceof Dense) {
            writeKernels(flavour + "-kernels.png", model);
        }
        if (model.selection().isPresent()) {
            writeSelection(flavour + "-selection.png", model.selection().get());
        }
    }

    private void writeDigits(String file, AutoencoderModel model) throws IOException {
        Architecture architecture = model.architecture();
        Corruptor corruptor = architecture.corruptor(model.inputShape());
        RecordBatch inputs =
                corruptor.isNone() ? digits : corruptor.new Copy(model.getSeed(), Corruptor.ENCODING).of(digits);
        NetworkEngine engine = model.engine();
        Reconstruction made = engine.reconstruct(inputs, Set.of(Wanted.VALUES));
        List<float[]> rows = new ArrayList<>();
        rows.add(values(digits));
        if (!corruptor.isNone()) {
            rows.add(values(inputs));
        }
        float[] codes = squares(made.codes(), architecture.codeShape(model.inputShape(), model.targetShape()));
        if (codes != null) {
            rows.add(codes);
        }
        rows.add(made.values());
        ImageGrid picture = new ImageGrid(rows.size(), DIGITS, SCALE * WIDTH, SCALE * WIDTH);
        for (int row = 0; row < rows.size(); row++) {
            float[] values = rows.get(row);
            float[] range = values == codes ? range(values) : new float[] {0, 1};
            for (int digit = 0; digit < DIGITS; digit++) {
                int size = values.length / DIGITS;
                float[] tile = Arrays.copyOfRange(values, digit * size, (digit + 1) * size);
                picture.draw(row, digit, square(tile), tile, range[0], range[1]);
            }
        }
        write(file, picture);
    }

    private static float[] values(RecordBatch batch) {
        float[] values = new float[batch.records() * batch.size()];
        for (int record = 0; record < batch.records(); record++) {
            batch.read(record, values, record * batch.size());
        }
        return values;
    }

    /** Lays codes out as squares, of values or of square planes, NaN where there is none; null where they are neither. */
    private static float[] squares(float[] codes, TensorShape shape) {
        int side = (int) Math.round(Math.sqrt(shape.size()));
        if (shape.isVector()) {
            return side * side == shape.size() ? codes : null;
        }
        if (shape.height() != shape.width()) {
            return null;
        }
        int across = (int) Math.ceil(Math.sqrt(shape.channels()));
        int width = across * shape.width();
        int plane = shape.height() * shape.width();
        float[] laid = new float[codes.length / shape.size() * width * width];
        Arrays.fill(laid, Float.NaN);
        for (int i = 0; i < codes.length; i++) {
            int channel = i % shape.size() / plane;
            int y = channel / across * shape.height() + i % plane / shape.width();
            int x = channel % across * shape.width() + i % shape.width();
            laid[i / shape.size() * width * width + y * width + x] = codes[i];
        }
        return laid;
    }

    private static float[] range(float[] values) {
        float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (float value : values) {
            if (!Float.isNaN(value)) {
                range[0] = Math.min(range[0], value);
                range[1] = Math.max(range[1], value);
            }
        }
        return range;
    }

    /** Draws the weights into each of the first units, 0 in the middle between black and white. */
    private static void writeKernels(String file, AutoencoderModel model) throws IOException {
        INDArray weights = model.network().getLayer("encoder-0").getParam(DefaultParamInitializer.WEIGHT_KEY);
        int count = (int) Math.min(KERNELS, weights.size(1));
        int rows = (count + KERNEL_COLUMNS - 1) / KERNEL_COLUMNS;
        ImageGrid picture = new ImageGrid(rows, KERNEL_COLUMNS, SCALE * WIDTH, SCALE * WIDTH);
        for (int unit = 0; unit < count; unit++) {
            float[] kernel = weights.getColumn(unit).toFloatVector();
            float[] range = range(kernel);
            float largest = Math.max(Math.abs(range[0]), Math.abs(range[1]));
            picture.draw(unit / KERNEL_COLUMNS, unit % KERNEL_COLUMNS, square(kernel), kernel, -largest, largest);
        }
        write(file, picture);
    }

    /** Marks the inputs that are selected on the mean image. */
    private void writeSelection(String file, InputSelection selection) throws IOException {
        double[] mean = components.mean();
        float[] values = new float[mean.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) mean[i];
        }
        ImageGrid picture = new ImageGrid(1, 1, 10 * WIDTH, 10 * WIDTH);
        picture.draw(0, 0, square(values), values, 0, 1);
        Arrays.stream(selection.indices()).forEach(input -> picture.mark(0, 0, square(values), input));
        write(file, picture);
    }

    private static ImageShape square(float[] values) {
        int side = (int) Math.sqrt(values.length);
        return new ImageShape(side, side, 1);
    }

    /** Writes a picture as PNG. */
    static void write(String file, ImageGrid picture) throws IOException {
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(file), picture.png());
    }
}
