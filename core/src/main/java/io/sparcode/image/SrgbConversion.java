package io.sparcode.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * Brings pixels from the colours of an embedded ICC profile to sRGB. Keeps the last profile, which the images of one
 * camera share.
 */
final class SrgbConversion {
    private static final int[] GREY = {0};
    private static final int[] BGR = {2, 1, 0};
    private static final int[] CMYK = {0, 1, 2, 3};

    private final String format;
    private byte[] profile = {};
    private int profileType;
    private ColorConvertOp conversion;

    /** Takes the format's name, for messages. */
    SrgbConversion(String format) {
        this.format = format;
    }

    /**
     * Returns a grey or colour image in sRGB; alpha stays, and so do bands. Floats are converted as bytes.
     *
     * @param icc the profile; empty for an image without one, which is left as it is
     * @throws UnreadableImageException if the profile is damaged or of other colours than the image
     */
    Image apply(Image image, byte[] icc) throws UnreadableImageException {
        if (icc.length == 0 || !image.isColour()) {
            return image;
        }
        if (image.values() == PixelValues.FLOATS) {
            return apply(image.toBytes(), icc).toFloats();
        }
        open(icc);
        ImageShape shape = image.shape();
        int channels = shape.channels();
        if (channels == 1) {
            // Files of greys often carry a profile of colours.
            boolean colours = require(ColorSpace.TYPE_GRAY, ColorSpace.TYPE_RGB) == ColorSpace.TYPE_RGB;
            WritableRaster greys = raster(image.pixels(), shape, 1, colours ? new int[] {0, 0, 0} : GREY);
            byte[] converted = new byte[3 * image.pixels().length];
            convert(greys, raster(converted, shape, 3, BGR));
            byte[] out = new byte[image.pixels().length];
            for (int i = 0; i < out.length; i++) {
                out[i] = converted[3 * i + 1];
            }
            return new Image(shape, out);
        }
        require(ColorSpace.TYPE_RGB, ColorSpace.TYPE_RGB);
        if (channels == 3) {
            byte[] out = new byte[image.pixels().length];
            convert(raster(image.pixels(), shape, 3, BGR), raster(out, shape, 3, BGR));
            return new Image(shape, out);
        }
        // The JDK (17) converts alpha as if it were a colour where it lies among the bytes.
        byte[] out = image.pixels().clone();
        byte[] colours = new byte[out.length / 4 * 3];
        copyColours(out, 4, colours, 3);
        byte[] converted = new byte[colours.length];
        convert(raster(colours, shape, 3, BGR), raster(converted, shape, 3, BGR));
        copyColours(converted, 3, out, 4);
        return new Image(shape, out);
    }

    private static void copyColours(byte[] from, int fromStride, byte[] to, int toStride) {
        for (int i = 0, o = 0; i < from.length; i += fromStride, o += toStride) {
            to[o] = from[i];
            to[o + 1] = from[i + 1];
            to[o + 2] = from[i + 2];
        }
    }

    /**
     * Returns the colours of inks.
     *
     * @param shape of the image, with 3 channels
     * @param inks cyan, magenta, yellow and black of each pixel, 255 for full ink
     * @throws UnreadableImageException if the profile is damaged or not of these inks
     */
    Image applyToInks(ImageShape shape, byte[] inks, byte[] icc) throws UnreadableImageException {
        open(icc);
        require(ColorSpace.TYPE_CMYK, ColorSpace.TYPE_CMYK);
        byte[] out = new byte[shape.size()];
        convert(raster(inks, shape, 4, CMYK), raster(out, shape, 3, BGR));
        return new Image(shape, out);
    }

    private void open(byte[] icc) throws UnreadableImageException {
        if (conversion != null && Arrays.equals(profile, icc)) {
            return;
        }
        try {
            ICC_Profile opened = ICC_Profile.getInstance(icc);
            profileType = opened.getColorSpaceType();
            ICC_Profile srgb = ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_sRGB)).getProfile();
            conversion = new ColorConvertOp(new ICC_Profile[] {opened, srgb}, null);
            profile = icc;
        } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
            throw damaged(e);
        }
    }

    private int require(int type, int orType) throws UnreadableImageException {
        if (profileType != type && profileType != orType) {
            throw new UnreadableImageException(format + " has a colour profile of other colours than its own;"
                    + " ingest.image.color-profile = ignore reads the stored values");
        }
        return profileType;
    }

    private void convert(Raster from, WritableRaster to) throws UnreadableImageException {
        try {
            conversion.filter(from, to);
        } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
            conversion = null;
            throw damaged(e);
        }
    }

    private UnreadableImageException damaged(RuntimeException e) {
        return new UnreadableImageException(
                format + " has a damaged colour profile (" + e.getMessage()
                        + "); ingest.image.color-profile = ignore reads the stored values",
                e);
    }

    private static WritableRaster raster(byte[] pixels, ImageShape shape, int stride, int[] bands) {
        return Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length),
                shape.width(),
                shape.height(),
                stride * shape.width(),
                stride,
                bands,
                null);
    }
}
