package io.sparcode.jobs;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.engine.NetworkEngine;
import java.util.Set;

/** The derivative of codes by images, measured from outside: by differences of what an engine gives. */
final class EncoderJacobianNorm {
    /** Large enough for single precision, whose rounding it divides; small against a sigmoid's bend. */
    private static final float STEP = 0.01f;

    private EncoderJacobianNorm() {}

    /** Returns the mean over images of the squared Frobenius norm of [code size, values]. */
    static double meanSquared(NetworkEngine engine, RecordBatch images) {
        int size = images.size();
        RecordBatch moved = RecordBatch.ofVectors(2 * size, size);
        double sum = 0;
        for (int image = 0; image < images.records(); image++) {
            moved.clear();
            for (int copy = 0; copy < 2 * size; copy++) {
                int offset = moved.add();
                images.read(image, moved.floats(), offset);
                moved.floats()[offset + copy / 2] += copy % 2 == 0 ? STEP : -STEP;
            }
            float[] codes = engine.reconstruct(moved, Set.of()).codes();
            sum += squaredDifferences(codes, codes.length / (2 * size));
        }
        return sum / images.records() / (4.0 * STEP * STEP);
    }

    /** Returns the sum of the squared differences of each two codes that follow each other. */
    private static double squaredDifferences(float[] codes, int units) {
        double sum = 0;
        for (int first = 0; first < codes.length; first += 2 * units) {
            for (int unit = first; unit < first + units; unit++) {
                double difference = codes[unit] - codes[unit + units];
                sum += difference * difference;
            }
        }
        return sum;
    }
}
