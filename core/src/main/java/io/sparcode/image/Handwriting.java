package io.sparcode.image;

/** Turns a way to write a digit into the path of one pen in one hand: shaken, bent, slanted, and set on the paper. */
final class Handwriting {
    /** Straight pieces that a curve between two points is made of. */
    private static final int PIECES = 4;

    private final SplitMix random;

    Handwriting(SplitMix random) {
        this.random = random;
    }

    /**
     * Writes strokes on a square.
     *
     * @param side pixels a side
     * @param height the digit's longer side with its line in pixels
     */
    PenPath write(DigitStrokes strokes, int side, double height) {
        double shake = random.between(0.01, 0.042);
        int count = strokes.x.length;
        double[] x = new double[count];
        double[] y = new double[count];
        double[] pressure = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = strokes.x[i] + shake * random.normal();
            y[i] = strokes.y[i] + shake * random.normal();
            pressure[i] = 1 + 0.11 * random.normal();
        }
        PenPath path = new PenPath();
        int start = 0;
        for (int end : strokes.ends) {
            stroke(strokes, x, y, pressure, start, end, path);
            start = end;
        }
        new ElasticWarp(random, random.between(0.04, 0.15)).apply(path.x, path.y, path.points);
        slant(path);
        double thickness = thickness();
        place(path, side, height, thickness);
        return path;
    }

    /** Half of the line's width in pixels: mostly a ballpoint pen's, now and then a felt pen's. */
    private double thickness() {
        double u = random.uniform();
        return 0.85 + 0.5 * u + 0.75 * u * u * u;
    }

    /** Curves of Catmull and Rom through the points; at a corner and at both ends a curve has no neighbour. */
    private static void stroke(
            DigitStrokes strokes, double[] x, double[] y, double[] pressure, int start, int end, PenPath path) {
        path.add(x[start], y[start], pressure[start], false);
        for (int i = start; i + 1 < end; i++) {
            int before = i == start || strokes.corner[i] ? i : i - 1;
            int after = i + 2 == end || strokes.corner[i + 1] ? i + 1 : i + 2;
            for (int piece = 1; piece <= PIECES; piece++) {
                double t = (double) piece / PIECES;
                path.add(
                        between(x[before], x[i], x[i + 1], x[after], t),
                        between(y[before], y[i], y[i + 1], y[after], t),
                        pressure[i] + (pressure[i + 1] - pressure[i]) * t,
                        true);
            }
        }
    }

    private static double between(double before, double a, double b, double after, double t) {
        return a
                + 0.5
                        * t
                        * (b - before + t * (2 * before - 5 * a + 4 * b - after + t * (3 * (a - b) + after - before)));
    }

    /** Slant to the right more than to the left, a narrower or wider hand, the paper not quite straight. */
    private void slant(PenPath path) {
        double shear = 0.13 + 0.24 * random.normal();
        double width = random.between(0.72, 1.3);
        double turn = 0.09 * random.normal();
        // The first terms of cosine and sine: the angle is small, and these are the same on every machine.
        double cos = 1 - turn * turn / 2;
        double sin = turn * (1 - turn * turn / 6);
        for (int i = 0; i < path.points; i++) {
            double x = width * path.x[i] - shear * path.y[i];
            double y = path.y[i];
            path.x[i] = cos * x - sin * y;
            path.y[i] = sin * x + cos * y;
        }
    }

    /** Scales the path to its height and moves its centre of mass near the middle, as MNIST does. */
    private void place(PenPath path, int side, double height, double thickness) {
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int i = 0; i < path.points; i++) {
            left = Math.min(left, path.x[i]);
            right = Math.max(right, path.x[i]);
            top = Math.min(top, path.y[i]);
            bottom = Math.max(bottom, path.y[i]);
            if (path.drawn[i]) {
                double dx = path.x[i] - path.x[i - 1];
                double dy = path.y[i] - path.y[i - 1];
                double length = Math.sqrt(dx * dx + dy * dy);
                mass += length;
                massX += length * (path.x[i] + path.x[i - 1]) / 2;
                massY += length * (path.y[i] + path.y[i - 1]) / 2;
            }
        }
        double scale = (height - 2 * thickness) / Math.max(right - left, bottom - top);
        double middleX = side / 2.0 + 0.7 * random.normal() - scale * massX / mass;
        double middleY = side / 2.0 + 0.7 * random.normal() - scale * massY / mass;
        // No ink on the border: pressure widens the line by up to 0.4, its soft edge by less than 0.7 pixels.
        double margin = 1 + 1.4 * thickness + 0.7;
        middleX = within(middleX, margin - scale * left, side - margin - scale * right);
        middleY = within(middleY, margin - scale * top, side - margin - scale * bottom);
        for (int i = 0; i < path.points; i++) {
            path.x[i] = scale * path.x[i] + middleX;
            path.y[i] = scale * path.y[i] + middleY;
            path.radius[i] *= thickness;
        }
    }

    private static double within(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
