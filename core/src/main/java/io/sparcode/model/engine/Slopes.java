package io.sparcode.model.engine;

/** First and second derivatives of activation functions, from what they gave. */
final class Slopes {
    private Slopes() {}

    /** Writes the first derivatives. */
    static void first(Elementwise function, float[] outputs, float[] slopes) {
        switch (function.kind()) {
            case LINEAR -> java.util.Arrays.fill(slopes, 1);
            case RELU -> {
                float alpha = function.alpha();
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] = outputs[i] > 0 ? 1 : alpha;
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] = outputs[i] * (1 - outputs[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] = 1 - outputs[i] * outputs[i];
                }
            }
        }
    }

    /** Writes the second derivatives. */
    static void second(Elementwise function, float[] outputs, float[] curvatures) {
        switch (function.kind()) {
            case LINEAR, RELU -> java.util.Arrays.fill(curvatures, 0);
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
