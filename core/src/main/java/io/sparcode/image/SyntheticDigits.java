package io.sparcode.image;

/**
 * Digits as if written by hand, 28x28 grey, ink 255 on 0, drawn from strokes with random slant, thickness, position,
 * size and elastic distortion: any number of them, with labels, where no data is at hand.
 *
 * <p>An image depends on the seed and its index alone: it is the same, bit for bit, on every machine and in whatever
 * order it is drawn. Mean and deviation of the pixels are near those of MNIST (0.13 and 0.31 on the [0, 1] scale).
 * Thread-safe.
 */
public final class SyntheticDigits {
    /** The shape of every image. */
    public static final ImageShape SHAPE = new ImageShape(28, 28, 1);

    /** The number of labels, 0 to 9. */
    public static final int CLASSES = 10;

    private static final int SIDE = 28;

    private final long seed;

    /** The digits of a seed. */
    public SyntheticDigits(long seed) {
        this.seed = seed;
    }

    /**
     * Draws a digit.
     *
     * @param index its number, at least 0
     */
    public Image draw(long index) {
        int label = label(index);
        SplitMix random = new SplitMix(seed, 2 * index);
        DigitStrokes[] ways = DigitStrokes.of(label);
        DigitStrokes way = ways[random.below(ways.length)];
        double height = random.between(18.5, 20.8);
        PenPath path = new Handwriting(random).write(way, SIDE, height);
        double softness = random.between(0.9, 1.3);
        double ink = random.below(5) == 0 ? random.between(225, 255) : 255;
        return new Image(SHAPE, path.draw(SIDE, softness, ink));
    }

    /**
     * Returns a digit's label, 0 to 9. Of the indices 10 n to 10 n + 9 each has another one, in random order.
     *
     * @param index the digit's number, at least 0
     */
    public int label(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, was " + index);
        }
        SplitMix random = new SplitMix(seed, 2 * (index / CLASSES) + 1);
        int[] labels = new int[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            int other = random.below(i + 1);
            labels[i] = labels[other];
            labels[other] = i;
        }
        return labels[(int) (index % CLASSES)];
    }
}
