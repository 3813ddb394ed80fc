package io.sparcode.jobs;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.RecordBatch;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.report.ModelPictures;
import io.sparcode.report.Picture;
import io.sparcode.report.ReconstructionPictures;
import io.sparcode.report.ReconstructionPictures.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Pictures of what a model makes of test digits, and of what it has learnt, in {@code target/flavours}. */
final class FlavourPictures {
    /** Where pictures are written. */
    private static final Path FOLDER = Path.of("target", "flavours");

    private static final int DIGITS = 16;

    private final RecordBatch digits;
    private final float[] mean;

    FlavourPictures(MnistTrial mnist) {
        digits = MnistTrial.images(ofEachClass(mnist.test()));
        double[] values = mnist.components().mean();
        mean = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            mean[i] = (float) values[i];
        }
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
        List<Line> lines = new ArrayList<>(List.of(Line.ORIGINAL, Line.CODE, Line.RECONSTRUCTION));
        if (!model.architecture().corruptions().isEmpty()) {
            lines.add(1, Line.CORRUPTED);
        }
        write(flavour + ".png", ReconstructionPictures.of(model).orElseThrow().png(digits, lines));
        ModelPictures learnt = new ModelPictures(model);
        for (Optional<Picture> picture : List.of(learnt.kernels(), learnt.selection(mean), learnt.decodedGrid())) {
            if (picture.isPresent()) {
                write(
                        flavour + "-" + picture.get().name() + ".png",
                        picture.get().png());
            }
        }
    }

    /** Writes a picture. */
    static void write(String file, byte[] png) throws IOException {
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(file), png);
    }
}
