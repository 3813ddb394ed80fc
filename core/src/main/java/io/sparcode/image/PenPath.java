package io.sparcode.image;

import java.util.Arrays;

/** The way of a pen over the paper: points with the pen's radius, joined by straight lines where it is down. */
final class PenPath {
    double[] x = new double[96];
    double[] y = new double[96];
    double[] radius = new double[96];

    /** Whether the pen comes to a point from the one before without being lifted. */
    boolean[] drawn = new boolean[96];

    int points;

    void add(double px, double py, double pRadius, boolean isDrawn) {
        if (points == x.length) {
            x = Arrays.copyOf(x, 2 * points);
            y = Arrays.copyOf(y, 2 * points);
            radius = Arrays.copyOf(radius, 2 * points);
            drawn = Arrays.copyOf(drawn, 2 * points);
        }
        x[points] = px;
        y[points] = py;
        radius[points] = pRadius;
        drawn[points] = isDrawn;
        points++;
    }

    /**
     * Draws the path on a square of grey values.
     *
     * <p>A pixel's ink is 1 where its centre lies deeper than half of {@code softness} inside the nearest line, 0 where
     * it lies as far outside, and linear between: antialiasing by distance, in additions, products and square roots
     * only, which are the same on every machine.
     *
     * @param side pixels a side
     * @param softness width of a line's edge in pixels, above 0
     * @param ink the grey value of full ink, 0 to 255
     */
    byte[] draw(int side, double softness, double ink) {
        double half = softness / 2;
        double[] depth = new double[side * side];
        Arrays.fill(depth, -half);
        for (int i = 1; i < points; i++) {
            if (drawn[i]) {
                line(i - 1, i, half, depth, side);
            }
        }
        byte[] grey = new byte[depth.length];
        for (int i = 0; i < grey.length; i++) {
            double covered = Math.min(1, (depth[i] + half) / softness);
            grey[i] = (byte) (int) (covered * ink + 0.5);
        }
        return grey;
    }

    /** Raises the depth below the pen's edge of all pixels near the line from a point to another. */
    private void line(int a, int b, double half, double[] depth, int side) {
        double reach = Math.max(radius[a], radius[b]) + half;
        int left = Math.max(0, (int) (Math.min(x[a], x[b]) - reach));
        int right = Math.min(side - 1, (int) (Math.max(x[a], x[b]) + reach));
        int top = Math.max(0, (int) (Math.min(y[a], y[b]) - reach));
        int bottom = Math.min(side - 1, (int) (Math.max(y[a], y[b]) + reach));
        double dx = x[b] - x[a];
        double dy = y[b] - y[a];
        double length2 = dx * dx + dy * dy;
        double inverse = length2 > 0 ? 1 / length2 : 0;
        double widening = radius[b] - radius[a];
        for (int row = top; row <= bottom; row++) {
            double py = row + 0.5 - y[a];
            for (int column = left; column <= right; column++) {
                double px = column + 0.5 - x[a];
                double along = Math.max(0, Math.min(1, (px * dx + py * dy) * inverse));
                double qx = px - along * dx;
                double qy = py - along * dy;
                double distance2 = qx * qx + qy * qy;
                if (distance2 < reach * reach) {
                    double inside = radius[a] + along * widening - Math.sqrt(distance2);
                    int pixel = row * side + column;
                    depth[pixel] = Math.max(depth[pixel], inside);
                }
            }
        }
    }
}
