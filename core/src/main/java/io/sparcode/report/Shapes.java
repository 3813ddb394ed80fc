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

    /**
     * Shrinks values by the means of those that fall on each place of the smaller shape.
     *
     * @param values [channels, height, width]
     * @param small no higher and no wider than {@code shape}
     */
    static float[] shrunk(ImageShape shape, float[] values, ImageShape small) {
        if (small.equals(shape)) {
            return values;
        }
        float[] means = new float[small.size()];
        for (int channel = 0, at = 0; channel < small.channels(); channel++) {
            for (int row = 0; row < small.height(); row++) {
                for (int column = 0; column < small.width(); column++, at++) {
                    means[at] = mean(
                            shape,
                            values,
                            channel,
                            new int[] {
                                row * shape.height() / small.height(), (row + 1) * shape.height() / small.height()
                            },
                            new int[] {
                                column * shape.width() / small.width(), (column + 1) * shape.width() / small.width()
                            });
                }
            }
        }
        return means;
    }

    private static float mean(ImageShape shape, float[] values, int channel, int[] rows, int[] columns) {
        double sum = 0;
        for (int row = rows[0]; row < rows[1]; row++) {
            for (int column = columns[0]; column < columns[1]; column++) {
                sum += values[(channel * shape.height() + row) * shape.width() + column];
            }
        }
        return (float) (sum / (rows[1] - rows[0]) / (columns[1] - columns[0]));
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
