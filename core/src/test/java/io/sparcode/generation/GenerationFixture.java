package io.sparcode.generation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.LocalSpark;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tiny models of images that have one bright bar each, and what tests ask of the rows they make. */
final class GenerationFixture {
    private GenerationFixture() {}

    static AutoencoderModel variational(Dataset<Row> images) {
        return estimator("""
                        {"encoder": [{"type": "dense", "units": 48, "activation": "relu"},
                                     {"type": "variational", "units": 6}],
                         "decoder": [{"type": "dense", "units": 48, "activation": "relu"},
                                     {"type": "dense", "activation": "sigmoid"}],
                         "loss": "binary-cross-entropy"}""").setEpochs(40).fit(images);
    }

    static AutoencoderModel denoising(Dataset<Row> images) {
        return estimator("""
                        {"encoder": [{"type": "dense", "units": 24, "activation": "relu"}],
                         "decoder": [{"type": "dense", "activation": "sigmoid"}],
                         "corruptions": [{"type": "gaussian", "sigma": 0.3}]}""").setEpochs(20).fit(images);
    }

    static Autoencoder estimator(String architecture) {
        return SmallImages.estimator()
                .setArchitecture(architecture)
                .setNumWorkers(1)
                .setAveragingFrequency(100);
    }

    static ImageGenerator generator(AutoencoderModel model) {
        return new ImageGenerator(LocalSpark.session(), model);
    }

    static byte[] pixels(Row row) {
        return row.<Row>getAs("image").getAs("data");
    }

    static List<Float> code(Row row) {
        return row.getList(row.fieldIndex("decoded_code"));
    }

    static String refused(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
