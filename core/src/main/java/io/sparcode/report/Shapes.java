package io.sparcode.report;

import io.sparcode.image.ImageShape;

/** Shapes and ranges of what is drawn. */
final class Shapes {
    private Shapes() {}

    /** Returns the shape, shrunk so that neither side is longer than {@code longest}. */
    static ImageShape within(ImageShape shape, int longest) {
        double factor = Math.min(1, (double) longest / Math.max(shape.height(), shape.width()));
        return new ImageShape(
                (int) Math.max(1, Math.round(factor * shape.height())),
                (int) Math.max(1, Math.round(factor * shape.width())),
                shape.channels());
    }

    /** Returns the least and the greatest of some values. */
    static float[] range(float[] values) {
        float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (float value : values) {
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
        }
        return range;
    }
}
