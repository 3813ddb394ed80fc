package io.sparcode.model.engine;

import java.util.Arrays;

/** First and second derivatives of activation functions, from what they gave. */
final class Slopes {
    private Slopes() {}

    /** Writes the first derivatives. */
    static void first(Elementwise function, float[] outputs, float[] slopes) {
        Arrays.fill(slopes, 1);
        multiply(function, outputs, slopes);
    }

    /** Multiplies slopes by the first derivatives. */
    static void multiply(Elementwise function, float[] outputs, float[] slopes) {
        switch (function.kind()) {
            case SIGMOID -> {
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] *= outputs[i] * (1 - outputs[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] *= 1 - outputs[i] * outputs[i];
                }
            }
            case RELU -> {
                float alpha = function.alpha();
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] *= outputs[i] > 0 ? 1 : alpha;
                }
            }
            case LINEAR -> {
                // The derivative is 1.
            }
        }
    }

    /** Writes the second derivatives. */
    static void second(Elementwise function, float[] outputs, float[] curvatures) {
        switch (function.kind()) {
            case LINEAR, RELU -> Arrays.fill(curvatures, 0);
            case SIGMOID -> {
                for (int i = 0; i < curvatures.length; i++) {
                    curvatures[i] = outputs[i] * (1 - outputs[i]) * (1 - 2 * outputs[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < curvatures.length; i++) {
                    curvatures[i] = -2 * outputs[i] * (1 - outputs[i] * outputs[i]);
                }
            }
        }
    }
}
