package io.sparcode.image;

/**
 * What every pixel along one axis of a resized image takes from the pixels of the original: weights [to, taps] that
 * start at pixel {@code first[i]} and sum to 1. Pixel centres lie at half integers in both images, so nothing shifts;
 * at the borders the weights that fall outside are left out.
 */
final class AxisWeights {
    final int to;
    final int taps;
    final int[] first;
    final float[] weights;

    AxisWeights(int from, int to, ResizeFilter filter) {
        this.to = to;
        double scale = (double) from / to;
        double widening = filter == ResizeFilter.NEAREST ? 1 : Math.max(scale, 1);
        double reach = filter.support() * widening;
        this.taps = filter == ResizeFilter.NEAREST ? 1 : Math.min(from, (int) Math.ceil(2 * reach) + 1);
        this.first = new int[to];
        this.weights = new float[to * taps];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            if (filter == ResizeFilter.NEAREST) {
                first[i] = Math.min(from - 1, (int) centre);
                weights[i] = 1;
                continue;
            }
            first[i] = Math.max(0, Math.min(from - taps, (int) Math.floor(centre - reach)));
            double[] row = new double[taps];
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                int pixel = first[i] + k;
                row[k] = filter == ResizeFilter.AREA
                        ? overlap(pixel, centre - scale / 2, centre + scale / 2)
                        : filter.weight((pixel + 0.5 - centre) / widening);
                sum += row[k];
            }
            for (int k = 0; k < taps; k++) {
                weights[i * taps + k] = (float) (row[k] / sum);
            }
        }
    }

    private static double overlap(int pixel, double low, double high) {
        return Math.max(0, Math.min(pixel + 1, high) - Math.max(pixel, low));
    }
}
