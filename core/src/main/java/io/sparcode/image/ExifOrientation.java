package io.sparcode.image;

/**
 * Which way up an image stands by its EXIF block: 1 as it is stored, 2 mirrored, 3 turned by 180 degrees, 4 upside down
 * (mirrored), 5 transposed, 6 to be turned by 90 degrees clockwise, 7 transposed along the other diagonal, 8 to be turned
 * by 90 degrees counter-clockwise.
 */
final class ExifOrientation {
    /** As the image is stored. */
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int ENTRY = 12;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private ExifOrientation() {}

    /**
     * Reads the orientation in the first directory of an EXIF block, which begins as a TIFF file does.
     *
     * @return 1 to 8; 1 where there is none, or the block is damaged
     */
    static int of(byte[] bytes, int offset, int length) {
        int end = offset + length;
        if (length < 8) {
            return UPRIGHT;
        }
        boolean little = Bytes.isText(bytes, offset, end, "II*\0");
        if (!little && !Bytes.isText(bytes, offset, end, "MM\0*")) {
            return UPRIGHT;
        }
        long directory = offset + number32(bytes, offset + 4, little);
        if (directory < offset + 8 || directory + 2 > end) {
            return UPRIGHT;
        }
        int entries = number16(bytes, (int) directory, little);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY;
            if (entry + ENTRY > end) {
                return UPRIGHT;
            }
            if (number16(bytes, (int) entry, little) == TAG) {
                return value(bytes, (int) entry, little);
            }
        }
        return UPRIGHT;
    }

    /** Returns the image as it stands upright: itself for orientation 1. */
    static Image upright(Image image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        ImageShape from = image.shape();
        boolean transposed = orientation >= 5;
        int height = transposed ? from.width() : from.height();
        int width = transposed ? from.height() : from.width();
        int channels = from.channels();
        // The upper left pixel's place among the stored ones, and the steps from there down and to the right.
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int row = from.width() * channels;
        int start = (fromRight ? row - channels : 0) + (fromBottom ? (from.height() - 1) * row : 0);
        int alongRow = fromRight ? -channels : channels;
        int alongColumn = fromBottom ? -row : row;
        int down = transposed ? alongRow : alongColumn;
        int right = transposed ? alongColumn : alongRow;
        boolean isBytes = image.values() == PixelValues.BYTES;
        Object in = isBytes ? image.pixels() : image.floats();
        Object out = isBytes ? new byte[from.size()] : new float[from.size()];
        int o = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0, i = start + y * down; x < width; x++, i += right, o += channels) {
                System.arraycopy(in, i, out, o, channels);
            }
        }
        ImageShape shape = new ImageShape(height, width, channels);
        Image upright = isBytes ? new Image(shape, (byte[]) out) : Image.ofFloats(shape, (float[]) out);
        return image.isColour() ? upright : upright.asBands();
    }

    private static int value(byte[] bytes, int entry, boolean little) {
        int type = number16(bytes, entry + 2, little);
        long value = switch (type) {
            case SHORT -> number16(bytes, entry + 8, little);
            case LONG -> number32(bytes, entry + 8, little);
            default -> UPRIGHT;
        };
        return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
    }

    private static int number16(byte[] bytes, int at, boolean little) {
        return little ? Bytes.littleUnsigned16(bytes, at) : Bytes.unsigned16(bytes, at);
    }

    private static long number32(byte[] bytes, int at, boolean little) {
        return little ? Bytes.littleInt(bytes, at) & 0xffffffffL : Bytes.unsigned32(bytes, at);
    }
}
