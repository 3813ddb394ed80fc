package io.sparcode.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Takes the stored values out of a decoded image.
 *
 * <p>{@link BufferedImage#getRGB} would not do for grey images: the JDK takes their values as linear light and brings
 * them to sRGB, so that a stored 128 comes out as 188.
 */
final class RasterPixels {
    private static final float MOST_OF_16_BITS = 65_535;

    private RasterPixels() {}

    static Image of(BufferedImage image) throws UnreadableImageException {
        return of(image, PixelValues.BYTES);
    }

    /**
     * Returns an image's values.
     *
     * @param values what 16 bits become: floats, or bytes of which they are the higher 8; 8 bits are bytes
     */
    static Image of(BufferedImage image, PixelValues values) throws UnreadableImageException {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette);
        }
        if (model instanceof ComponentColorModel) {
            int type = model.getTransferType();
            if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
                throw new UnreadableImageException("image has values that are neither of 8 nor of 16 bits");
            }
            if (type == DataBuffer.TYPE_USHORT && values == PixelValues.FLOATS) {
                return deepComponents(image.getRaster());
            }
            return components(image.getRaster(), type == DataBuffer.TYPE_USHORT ? 8 : 0);
        }
        return packed(image);
    }

    private static Image indexed(Raster raster, IndexColorModel palette) throws UnreadableImageException {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int channels = palette.hasAlpha() ? 4 : allGrey(colours) ? 1 : 3;
        int width = raster.getWidth();
        int[] row = new int[width];
        byte[] out = new byte[width * raster.getHeight() * channels];
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int index : row) {
                if (index >= colours.length) {
                    throw new UnreadableImageException(
                            "pixel has colour " + index + " of a palette of " + colours.length);
                }
                o = put(colours[index], channels, out, o);
            }
        }
        return new Image(new ImageShape(raster.getHeight(), width, channels), out);
    }

    private static Image components(Raster raster, int shift) throws UnreadableImageException {
        int bands = raster.getNumBands();
        if (bands > 4) {
            throw new UnreadableImageException("image has " + bands + " components, 1 to 4 are read");
        }
        int channels = bands == 2 ? 4 : bands;
        if (raster.getDataBuffer() instanceof DataBufferByte data
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel layout
                && raster.getSampleModelTranslateX() == 0
                && raster.getSampleModelTranslateY() == 0) {
            return interleaved(data, layout, channels);
        }
        int width = raster.getWidth();
        int[] row = new int[width * bands];
        byte[] out = new byte[width * raster.getHeight() * channels];
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int i = 0; i < row.length; i += bands, o += channels) {
                // Bands: grey; grey, alpha; red, green, blue; red, green, blue, alpha.
                for (int c = 0; c < channels; c++) {
                    int band = c == 3 ? bands - 1 : bands < 3 ? 0 : 2 - c;
                    out[o + c] = (byte) (row[i + band] >>> shift);
                }
            }
        }
        return new Image(new ImageShape(raster.getHeight(), width, channels), out);
    }

    private static Image deepComponents(Raster raster) throws UnreadableImageException {
        int bands = raster.getNumBands();
        if (bands > 4) {
            throw new UnreadableImageException("image has " + bands + " components, 1 to 4 are read");
        }
        int channels = bands == 2 ? 4 : bands;
        int width = raster.getWidth();
        int[] row = new int[width * bands];
        float[] out = new float[width * raster.getHeight() * channels];
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int i = 0; i < row.length; i += bands, o += channels) {
                for (int c = 0; c < channels; c++) {
                    int band = c == 3 ? bands - 1 : bands < 3 ? 0 : 2 - c;
                    out[o + c] = row[i + band] / MOST_OF_16_BITS;
                }
            }
        }
        return Image.ofFloats(new ImageShape(raster.getHeight(), width, channels), out);
    }

    /** Takes bytes where they lie, which is several times as fast as to have them handed out as integers. */
    private static Image interleaved(DataBufferByte data, PixelInterleavedSampleModel layout, int channels) {
        byte[] in = data.getData();
        int[] places = layout.getBandOffsets();
        int step = layout.getPixelStride();
        ImageShape shape = new ImageShape(layout.getHeight(), layout.getWidth(), channels);
        if (channels == 1 && step == 1 && in.length == shape.size()) {
            return new Image(shape, in);
        }
        byte[] out = new byte[shape.size()];
        int blue = places[places.length < 3 ? 0 : 2];
        int green = places[places.length < 3 ? 0 : 1];
        int red = places[0];
        int alpha = places[places.length - 1];
        int o = 0;
        for (int y = 0; y < shape.height(); y++) {
            int i = data.getOffset() + y * layout.getScanlineStride();
            for (int x = 0; x < shape.width(); x++, i += step, o += channels) {
                out[o] = in[i + blue];
                if (channels > 1) {
                    out[o + 1] = in[i + green];
                    out[o + 2] = in[i + red];
                }
                if (channels == 4) {
                    out[o + 3] = in[i + alpha];
                }
            }
        }
        return new Image(shape, out);
    }

    /** Images whose pixels are packed into integers: BMPs of 16 and 32 bits, always sRGB. */
    private static Image packed(BufferedImage image) {
        int channels = image.getColorModel().hasAlpha() ? 4 : 3;
        int width = image.getWidth();
        int[] row = new int[width];
        byte[] out = new byte[width * image.getHeight() * channels];
        int o = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                o = put(argb, channels, out, o);
            }
        }
        return new Image(new ImageShape(image.getHeight(), width, channels), out);
    }

    private static int put(int argb, int channels, byte[] out, int at) {
        for (int c = 0; c < channels; c++) {
            out[at + c] = (byte) (argb >>> 8 * c);
        }
        return at + channels;
    }

    private static boolean allGrey(int[] colours) {
        for (int argb : colours) {
            int blue = argb & 0xff;
            if (blue != (argb >> 8 & 0xff) || blue != (argb >> 16 & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
