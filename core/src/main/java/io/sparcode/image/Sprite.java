package io.sparcode.image;

/**
 * A white shape on black, 32x32 grey, and all that there is to know of it: the factors that its picture is a function of.
 * Different factors give different pictures, but for a square that is turned by nearly a quarter, which looks like one that
 * is not turned.
 *
 * <p>In the spirit of dSprites (Matthey et al. 2017), whose images are 64x64 and black and white, and whose rotation is a
 * whole turn, so that its squares and ellipses do not tell it.
 *
 * @param shape {@link #SQUARE}, {@link #ELLIPSE} (twice as long as wide) or {@link #HEART}
 * @param scale of its lengths, 0.5 to 1; at 1 no point of it is further than 8 pixels from its centre of mass
 * @param rotation clockwise, in radians, 0 to a quarter turn (π/2); at 0 the square's sides and the ellipse's long axis lie
 *     along the rows, and the heart stands upright
 * @param x of its centre of mass, from the picture's left edge, in widths of the picture, 0.3 to 0.7
 * @param y of its centre of mass, from the picture's upper edge, in heights of the picture, 0.3 to 0.7
 */
public record Sprite(int shape, float scale, float rotation, float x, float y) {
    /** The shape of every picture. */
    public static final ImageShape PICTURE = new ImageShape(32, 32, 1);

    /** A square. */
    public static final int SQUARE = 0;
    /** An ellipse. */
    public static final int ELLIPSE = 1;
    /** A heart. */
    public static final int HEART = 2;
    /** The number of shapes. */
    public static final int SHAPES = 3;

    /** The least scale. */
    static final float LEAST_SCALE = 0.5f;
    /** The greatest scale. */
    static final float MOST_SCALE = 1;
    /** The greatest rotation, in radians. */
    static final float MOST_ROTATION = (float) (Math.PI / 2);
    /** The least x and y. */
    static final float LEAST_PLACE = 0.3f;
    /** The greatest x and y. */
    static final float MOST_PLACE = 0.7f;

    private static final int SIDE = 32;
    private static final double RADIUS = 8;

    /** Checks the ranges. */
    public Sprite {
        if (shape < 0 || shape >= SHAPES) {
            throw new IllegalArgumentException("shape must be 0 (square), 1 (ellipse) or 2 (heart), was " + shape);
        }
        requireWithin(LEAST_SCALE, MOST_SCALE, "scale", scale);
        requireWithin(0, MOST_ROTATION, "rotation", rotation);
        requireWithin(LEAST_PLACE, MOST_PLACE, "x", x);
        requireWithin(LEAST_PLACE, MOST_PLACE, "y", y);
    }

    private static void requireWithin(float least, float most, String name, float value) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", was " + value);
        }
    }

    /**
     * Draws it, bit for bit the same on every machine: a pixel's grey is the share of it, by the distance of its centre from
     * the outline, that the shape covers.
     */
    public Image draw() {
        // StrictMath, as Math's sine may differ from one machine to another.
        double cosine = StrictMath.cos(rotation);
        double sine = StrictMath.sin(rotation);
        double radius = RADIUS * scale;
        byte[] grey = new byte[PICTURE.size()];
        for (int row = 0; row < SIDE; row++) {
            double dy = row + 0.5 - (double) y * SIDE;
            for (int column = 0; column < SIDE; column++) {
                double dx = column + 0.5 - (double) x * SIDE;
                double depth = depth(cosine * dx + sine * dy, cosine * dy - sine * dx, radius);
                double covered = Math.max(0, Math.min(1, depth + 0.5));
                grey[row * SIDE + column] = (byte) (int) (covered * 255 + 0.5);
            }
        }
        return new Image(PICTURE, grey);
    }

    /** How deep within the outline a point lies, negative outside; exact near the outline, in pixels from the centre of mass. */
    private double depth(double u, double v, double radius) {
        return switch (shape) {
            case SQUARE -> radius * Math.sqrt(0.5) - Math.max(Math.abs(u), Math.abs(v));
            case ELLIPSE -> ellipse(u / radius, 2 * v / radius, radius);
            default -> heart(u, v, radius);
        };
    }

    /** The depth by the first order of the distance, for axes of a radius and half of it; a and b are in these. */
    private static double ellipse(double a, double b, double radius) {
        double slope = Math.sqrt(a * a + 4 * b * b) / radius;
        double length = Math.sqrt(a * a + b * b);
        return slope == 0 ? radius / 2 : length * (1 - length) / slope;
    }

    /** The depth in a square that stands on a corner, with a half disc on each of its two upper sides. */
    private static double heart(double u, double v, double radius) {
        double quarter = Math.sqrt(0.125);
        // The centre of mass of square and half discs, above that of the square, in sides of the square.
        double above = Math.sqrt(0.5) * (Math.PI / 8 + 1.0 / 6) / (1 + Math.PI / 4);
        double side = radius / (Math.sqrt(0.5) + above);
        double down = v - above * side;
        double square = (side - Math.sqrt(2) * (Math.abs(u) + Math.abs(down))) / 2;
        double across = Math.abs(u) - quarter * side;
        double up = down + quarter * side;
        double disc = side / 2 - Math.sqrt(across * across + up * up);
        return Math.max(square, disc);
    }
}
