package io.sparcode.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;

/** How OpenCV fills a hole from the pixels around it. */
public enum Inpainting {
    /** Telea, "An image inpainting technique based on the fast marching method", Journal of Graphics Tools 9, 2004. */
    TELEA(opencv_photo.INPAINT_TELEA),
    /**
     * Bertalmio, Bertozzi and Sapiro, "Navier-Stokes, fluid dynamics, and image and video inpainting", CVPR 2001.
     */
    NAVIER_STOKES(opencv_photo.INPAINT_NS);

    /** Pixels around each that are looked at, as in OpenCV's own examples. */
    private static final double RADIUS = 3;

    private static final int COLOURS = 3;
    private static final float MOST_OF_16_BITS = 65_535;

    static {
        // One native thread: there are as many tasks as cores.
        opencv_core.setNumThreads(1);
    }

    private final int method;

    Inpainting(int method) {
        this.method = method;
    }

    /** Returns an image with its hole filled; alpha, floats and bands, which OpenCV does not take so, a channel at a time. */
    public Image fill(Image image, Mask mask) {
        ImageShape shape = image.shape();
        if (image.values() == PixelValues.FLOATS) {
            Image filled = Image.ofFloats(shape, filledFloats(image, mask));
            return image.isColour() ? filled : filled.asBands();
        }
        if (image.isColour() && shape.channels() <= COLOURS) {
            return new Image(shape, filled(image.pixels(), shape, mask));
        }
        byte[] pixels = new byte[shape.size()];
        int channel = 0;
        if (image.hasAlpha()) {
            fill(image, 0, COLOURS, mask, pixels);
            channel = COLOURS;
        }
        for (; channel < shape.channels(); channel++) {
            fill(image, channel, 1, mask, pixels);
        }
        Image filled = new Image(shape, pixels);
        return image.isColour() ? filled : filled.asBands();
    }

    /** Fills some channels, beside each other, together. */
    private void fill(Image image, int first, int count, Mask mask, byte[] into) {
        ImageShape shape = image.shape();
        byte[] some = new byte[shape.height() * shape.width() * count];
        for (int i = 0; i < some.length; i++) {
            some[i] = image.pixels()[i / count * shape.channels() + first + i % count];
        }
        byte[] filled = filled(some, new ImageShape(shape.height(), shape.width(), count), mask);
        for (int i = 0; i < some.length; i++) {
            into[i / count * shape.channels() + first + i % count] = filled[i];
        }
    }

    private byte[] filled(byte[] pixels, ImageShape shape, Mask mask) {
        int type = shape.channels() == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3;
        try (BytePointer known = new BytePointer(pixels);
                BytePointer hole = new BytePointer(mask.picture().pixels());
                Mat source = new Mat(shape.height(), shape.width(), type, known);
                Mat missing = new Mat(shape.height(), shape.width(), opencv_core.CV_8UC1, hole);
                Mat target = new Mat(shape.height(), shape.width(), type)) {
            opencv_photo.inpaint(source, missing, target, RADIUS, method);
            byte[] filled = new byte[pixels.length];
            target.data().get(filled);
            return filled;
        }
    }

    /**
     * Fills channel by channel, as 16 bits between the channel's least and greatest value: OpenCV's method of Telea adds 0.5
     * to floats, as if they were to be rounded. What is known stays as it is.
     */
    private float[] filledFloats(Image image, Mask mask) {
        int channels = image.shape().channels();
        float[] pixels = image.floats().clone();
        short[] plane = new short[image.shape().height() * image.shape().width()];
        for (int channel = 0; channel < channels; channel++) {
            float least = pixels[channel];
            float greatest = pixels[channel];
            for (int i = channel; i < pixels.length; i += channels) {
                least = Math.min(least, pixels[i]);
                greatest = Math.max(greatest, pixels[i]);
            }
            float step = (greatest - least) / MOST_OF_16_BITS;
            for (int i = 0; i < plane.length; i++) {
                plane[i] = step > 0 ? (short) Math.round((pixels[i * channels + channel] - least) / step) : 0;
            }
            fill(plane, image.shape(), mask);
            for (int i = 0; i < plane.length; i++) {
                if (mask.isHole(i)) {
                    pixels[i * channels + channel] = least + (plane[i] & 0xffff) * step;
                }
            }
        }
        return pixels;
    }

    private void fill(short[] plane, ImageShape shape, Mask mask) {
        try (ShortPointer known = new ShortPointer(plane);
                BytePointer hole = new BytePointer(mask.picture().pixels());
                Mat source = new Mat(shape.height(), shape.width(), opencv_core.CV_16UC1, known);
                Mat missing = new Mat(shape.height(), shape.width(), opencv_core.CV_8UC1, hole);
                Mat target = new Mat(shape.height(), shape.width(), opencv_core.CV_16UC1)) {
            opencv_photo.inpaint(source, missing, target, RADIUS, method);
            new ShortPointer(target.data()).get(plane);
        }
    }
}
