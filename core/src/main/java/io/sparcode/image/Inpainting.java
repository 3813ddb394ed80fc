package io.sparcode.image;

import org.bytedeco.javacpp.BytePointer;
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

    static {
        // One native thread: there are as many tasks as cores.
        opencv_core.setNumThreads(1);
    }

    private final int method;

    Inpainting(int method) {
        this.method = method;
    }

    /** Returns an image with its hole filled; alpha, which OpenCV does not take, is filled by itself. */
    public Image fill(Image image, Mask mask) {
        ImageShape shape = image.shape();
        if (shape.channels() != 4) {
            return new Image(shape, filled(image.pixels(), shape, mask));
        }
        byte[] colours = channels(image, 0, 3);
        byte[] alpha = channels(image, 3, 1);
        byte[] filledColours = filled(colours, new ImageShape(shape.height(), shape.width(), 3), mask);
        byte[] filledAlpha = filled(alpha, new ImageShape(shape.height(), shape.width(), 1), mask);
        byte[] pixels = new byte[shape.size()];
        for (int pixel = 0; pixel < alpha.length; pixel++) {
            System.arraycopy(filledColours, pixel * 3, pixels, pixel * 4, 3);
            pixels[pixel * 4 + 3] = filledAlpha[pixel];
        }
        return new Image(shape, pixels);
    }

    private static byte[] channels(Image image, int first, int count) {
        byte[] pixels = new byte[image.pixels().length / 4 * count];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.pixels()[i / count * 4 + first + i % count];
        }
        return pixels;
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
}
