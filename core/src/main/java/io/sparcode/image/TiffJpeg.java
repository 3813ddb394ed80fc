package io.sparcode.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Reads TIFF files whose strips or tiles are JPEG images, with tables that they share. */
final class TiffJpeg {
    /** An Adobe segment, whose last byte says whether 3 components are RGB or YCbCr. */
    private static final byte[] ADOBE = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    private static final int YCBCR = 6;

    private final JpegDecoder decoder = new JpegDecoder();

    Image read(byte[] encoded, TiffDirectory tags, TiffLayout layout, DecodingOptions options)
            throws UnreadableImageException, IOException {
        if (layout.planar() || layout.bits() != 8 || layout.samples() != 1 && layout.samples() != 3) {
            throw new UnreadableImageException("TIFF compressed by JPEG has " + layout.samples() + " samples of "
                    + layout.bits() + " bits" + (layout.planar() ? " in planes" : "")
                    + ", which is not read; convert it to LZW or Deflate, or to PNG");
        }
        byte[] tables = tags.bytes(TiffDirectory.JPEG_TABLES);
        boolean isYcbcr = tags.value(TiffDirectory.PHOTOMETRIC, YCBCR) == YCBCR;
        ImageShape shape = new ImageShape(layout.height(), layout.width(), layout.samples());
        byte[] pixels = new byte[shape.size()];
        DecodingOptions stored =
                new DecodingOptions(options.maxPixels(), ColorProfile.IGNORE, Orientation.STORED, PixelValues.BYTES);
        for (int i = 0; i < layout.across() * layout.down(); i++) {
            int from = (int) layout.offsets()[i];
            byte[] part = Arrays.copyOfRange(encoded, from, from + (int) layout.counts()[i]);
            Image tile = decoder.decode(whole(part, tables, layout.samples() == 3, isYcbcr), stored)
                    .image();
            int top = i / layout.across() * layout.tileHeight();
            int left = i % layout.across() * layout.tileWidth();
            put(tile, shape, pixels, top, left, layout);
        }
        Image image = new Image(shape, pixels);
        return tags.value(TiffDirectory.PHOTOMETRIC, 1) == 0 ? inverted(image) : image;
    }

    /** Puts the shared tables, and what the components are, into a strip's or tile's own image. */
    private static byte[] whole(byte[] part, byte[] tables, boolean hasColour, boolean isYcbcr) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(part.length + tables.length + ADOBE.length);
        out.write(part, 0, Math.min(2, part.length));
        if (hasColour) {
            byte[] adobe = ADOBE.clone();
            adobe[adobe.length - 1] = (byte) (isYcbcr ? 1 : 0);
            out.writeBytes(adobe);
        }
        if (tables.length > 4) {
            // Between start and end of image.
            out.write(tables, 2, tables.length - 4);
        }
        if (part.length > 2) {
            out.write(part, 2, part.length - 2);
        }
        return out.toByteArray();
    }

    private static void put(Image tile, ImageShape shape, byte[] pixels, int top, int left, TiffLayout layout)
            throws UnreadableImageException {
        int rows = Math.min(layout.tileHeight(), shape.height() - top);
        int columns = Math.min(layout.tileWidth(), shape.width() - left);
        ImageShape found = tile.shape();
        if (found.channels() != shape.channels() || found.height() < rows || found.width() < columns) {
            throw new UnreadableImageException("TIFF is damaged: a JPEG image in it is " + found + ", for " + rows + "x"
                    + columns + "x" + shape.channels());
        }
        for (int y = 0; y < rows; y++) {
            System.arraycopy(
                    tile.pixels(),
                    y * found.width() * found.channels(),
                    pixels,
                    ((top + y) * shape.width() + left) * shape.channels(),
                    columns * shape.channels());
        }
    }

    private static Image inverted(Image image) {
        byte[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ~pixels[i];
        }
        return image;
    }
}
