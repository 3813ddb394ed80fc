package io.sparcode.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
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

    private float[] filledFloats(Image image, Mask mask) {
        ImageShape shape = image.shape();
        int channels = shape.channels();
        float[] pixels = new float[shape.size()];
        float[] plane = new float[shape.height() * shape.width()];
        try (BytePointer hole = new BytePointer(mask.picture().pixels());
                FloatPointer known = new FloatPointer(plane.length);
                Mat source = new Mat(shape.height(), shape.width(), opencv_core.CV_32FC1, known);
                Mat missing = new Mat(shape.height(), shape.width(), opencv_core.CV_8UC1, hole);
                Mat target = new Mat(shape.height(), shape.width(), opencv_core.CV_32FC1)) {
            for (int channel = 0; channel < channels; channel++) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = image.floats()[i * channels + channel];
                }
                known.put(plane);
                opencv_photo.inpaint(source, missing, target, RADIUS, method);
                new FloatPointer(target.data()).get(plane);
                for (int i = 0; i < plane.length; i++) {
                    pixels[i * channels + channel] = plane[i];
                }
            }
        }
        return pixels;
    }
}
