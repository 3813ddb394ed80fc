package io.sparcode.image;

/**
 * A smooth random displacement of the plane: uniform cubic B-splines over a lattice of random arrows, so that
 * neighbouring points move alike.
 */
final class ElasticWarp {
    private static final int CELLS = 3;
    private static final int ARROWS = CELLS + 3;

    private final double[] dx = new double[ARROWS * ARROWS];
    private final double[] dy = new double[ARROWS * ARROWS];

    /**
     * Draws the arrows.
     *
     * @param strength their standard deviation in each direction, in units of the plane
     */
    ElasticWarp(SplitMix random, double strength) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = strength * random.normal();
            dy[i] = strength * random.normal();
        }
    }

    /** Moves points of the square from (-0.15, -0.15) to (1.15, 1.15) in place; those outside move as on its border. */
    void apply(double[] x, double[] y, int points) {
        double[] wx = new double[4];
        double[] wy = new double[4];
        for (int i = 0; i < points; i++) {
            int column = weights(x[i], wx);
            int row = weights(y[i], wy);
            double moveX = 0;
            double moveY = 0;
            for (int r = 0; r < 4; r++) {
                for (int c = 0; c < 4; c++) {
                    double w = wy[r] * wx[c];
                    int arrow = (row + r) * ARROWS + column + c;
                    moveX += w * dx[arrow];
                    moveY += w * dy[arrow];
                }
            }
            x[i] += moveX;
            y[i] += moveY;
        }
    }

    private static int weights(double position, double[] weights) {
        double scaled = Math.max(0, Math.min(0.999999, (position + 0.15) / 1.3)) * CELLS;
        int cell = (int) scaled;
        double t = scaled - cell;
        double s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (t * t * (3 * t - 6) + 4) / 6;
        weights[2] = (s * s * (3 * s - 6) + 4) / 6;
        weights[3] = t * t * t / 6;
        return cell;
    }
}
