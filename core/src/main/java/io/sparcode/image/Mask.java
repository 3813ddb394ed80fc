package io.sparcode.image;

import java.util.Arrays;

/** A hole in images of one height and width: which pixels are not known. */
public final class Mask {
    private final int height;
    private final int width;
    private final boolean[] hole;

    private Mask(int height, int width, boolean[] hole) {
        this.height = height;
        this.width = width;
        this.hole = hole;
        int missing = holes();
        if (missing == 0 || missing == hole.length) {
            throw new IllegalArgumentException("mask must cover some pixels and leave some, covers "
                    + (missing == 0 ? "none" : "all") + " of " + height + "x" + width);
        }
    }

    /**
     * Returns a rectangular hole.
     *
     * @throws IllegalArgumentException if it reaches beyond images of {@code shape}, or covers all of them
     */
    public static Mask rectangle(ImageShape shape, int top, int left, int height, int width) {
        if (top < 0
                || left < 0
                || height < 1
                || width < 1
                || top + height > shape.height()
                || left + width > shape.width()) {
            throw new IllegalArgumentException("mask must lie within " + shape.height() + "x" + shape.width()
                    + ", was rows " + top + " to " + (top + height - 1) + " and columns " + left + " to "
                    + (left + width - 1));
        }
        boolean[] hole = new boolean[shape.height() * shape.width()];
        for (int row = top; row < top + height; row++) {
            Arrays.fill(hole, row * shape.width() + left, row * shape.width() + left + width, true);
        }
        return new Mask(shape.height(), shape.width(), hole);
    }

    /**
     * Returns the hole that is wherever a picture of it is not black.
     *
     * @throws IllegalArgumentException if it is of another height or width than images of {@code shape}, or covers none or
     *     all of them
     */
    public static Mask of(Image picture, ImageShape shape) {
        ImageShape own = picture.shape();
        if (own.height() != shape.height() || own.width() != shape.width()) {
            throw new IllegalArgumentException("mask must be of " + shape.height() + "x" + shape.width() + ", was "
                    + own.height() + "x" + own.width());
        }
        byte[] pixels = picture.toBytes().pixels();
        int colours = picture.isColour() ? Math.min(3, own.channels()) : own.channels();
        boolean[] hole = new boolean[own.height() * own.width()];
        for (int i = 0; i < hole.length; i++) {
            for (int channel = 0; channel < colours; channel++) {
                hole[i] |= pixels[i * own.channels() + channel] != 0;
            }
        }
        return new Mask(own.height(), own.width(), hole);
    }

    /** Returns the number of pixels that are not known. */
    public int holes() {
        int count = 0;
        for (boolean missing : hole) {
            count += missing ? 1 : 0;
        }
        return count;
    }

    /** Returns whether a pixel, counted row by row, is not known. */
    public boolean isHole(int pixel) {
        return hole[pixel];
    }

    /** Returns, plane by plane, which values of such images are known, [channels, height, width]. */
    public boolean[] known(int channels) {
        boolean[] known = new boolean[Math.multiplyExact(channels, hole.length)];
        for (int i = 0; i < known.length; i++) {
            known[i] = !hole[i % hole.length];
        }
        return known;
    }

    /** Returns an image, of bytes or floats as it is, with its hole as another image of its shape has it. */
    public Image fill(Image image, Image filling) {
        int channels = image.shape().channels();
        Image alike = filling.as(image.values());
        Image filled = copy(image);
        Object from = pixels(alike);
        Object to = pixels(filled);
        for (int pixel = 0; pixel < hole.length; pixel++) {
            if (hole[pixel]) {
                System.arraycopy(from, pixel * channels, to, pixel * channels, channels);
            }
        }
        return filled;
    }

    private static Image copy(Image image) {
        Image copy = image.values() == PixelValues.BYTES
                ? new Image(image.shape(), image.pixels().clone())
                : Image.ofFloats(image.shape(), image.floats().clone());
        return image.isColour() ? copy : copy.asBands();
    }

    private static Object pixels(Image image) {
        return image.values() == PixelValues.BYTES ? image.pixels() : image.floats();
    }

    /** Returns an image with its hole of one value in all channels, 0 to 255. */
    public Image fill(Image image, int value) {
        byte[] filling = new byte[image.shape().size()];
        Arrays.fill(filling, (byte) value);
        return fill(image, new Image(image.shape(), filling));
    }

    /** Returns its picture: one channel, 255 where pixels are not known, else 0. */
    public Image picture() {
        byte[] pixels = new byte[hole.length];
        for (int i = 0; i < hole.length; i++) {
            pixels[i] = (byte) (hole[i] ? 255 : 0);
        }
        return new Image(new ImageShape(height, width, 1), pixels);
    }
}
