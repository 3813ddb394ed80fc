package io.sparcode.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeMap;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Unpacks the strips or tiles of a TIFF file by TwelveMonkeys' reader, as stored values.
 *
 * <p>The reader is given the file with another directory, which says no more than how the samples are packed, as those of
 * a grey image with further samples: it gives any number of bands then, applies neither palette nor profile, and never
 * sees tags that nobody has checked. Where each sample has strips of its own, it reads them one by one as grey images:
 * it mixes them up otherwise (3.15).
 */
final class TiffRaster {
    /** TwelveMonkeys 3.15 refuses files that say that they hold more than 512 times their length. */
    private static final int EXPANSION = 512;

    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final TIFFImageReaderSpi provider = new TIFFImageReaderSpi();
    private final TiffDirectory tags;
    private final TiffLayout layout;
    private final byte[] file;
    private final ByteBuffer out;
    private final int directory;

    /** Prepares the file. */
    TiffRaster(byte[] encoded, TiffDirectory tags, TiffLayout layout) throws UnreadableImageException {
        this.tags = tags;
        this.layout = layout;
        directory = encoded.length + (encoded.length & 1);
        long longest = directory + 6L;
        for (long[] values : entries(0).values()) {
            longest += 12 + 4L * values.length;
        }
        file = Arrays.copyOf(encoded, Math.toIntExact(Math.max(longest, layout.size() / EXPANSION + 1)));
        out = ByteBuffer.wrap(file).order(tags.byteOrder());
    }

    /** Returns how many rasters there are: 1, or in a file of planes one for each sample. */
    int planes() {
        return layout.planar() ? layout.samples() : 1;
    }

    /** Returns the samples of all pixels, a band for each; in a file of planes those of one. */
    Raster read(int plane) throws IOException, UnreadableImageException {
        write(entries(plane));
        try (ImageInputStream in = new ByteArrayImageInputStream(file)) {
            ImageReader reader = provider.createReaderInstance(null);
            try {
                reader.setInput(in, true, true);
                // The one gives floats as they are, which the other clips; it copies them, though.
                return layout.isFloat()
                        ? reader.readRaster(0, null)
                        : reader.read(0).getRaster();
            } finally {
                reader.dispose();
            }
        }
    }

    private void write(TreeMap<Integer, long[]> entries) {
        out.putShort(2, (short) 42).putInt(4, directory);
        out.position(directory).putShort((short) entries.size());
        int data = directory + 6 + 12 * entries.size();
        for (var entry : entries.entrySet()) {
            data = put(entry.getKey(), entry.getValue(), data);
        }
        out.putInt(0);
    }

    /** Puts an entry, and its values behind the directory where they do not fit in it; returns what is free then. */
    private int put(int tag, long[] values, int data) {
        boolean isShort = tag == TiffDirectory.BITS_PER_SAMPLE
                || tag == TiffDirectory.SAMPLE_FORMAT
                || tag == TiffDirectory.EXTRA_SAMPLES;
        int size = isShort ? 2 : 4;
        out.putShort((short) tag).putShort((short) (isShort ? SHORT : LONG)).putInt(values.length);
        boolean inPlace = values.length * size <= 4;
        int at = inPlace ? out.position() : data;
        for (int i = 0; i < values.length; i++) {
            if (isShort) {
                out.putShort(at + 2 * i, (short) values[i]);
            } else {
                out.putInt(at + 4 * i, (int) values[i]);
            }
        }
        if (inPlace) {
            out.position(at + 4);
            return data;
        }
        out.putInt(data);
        return data + size * values.length;
    }

    private TreeMap<Integer, long[]> entries(int plane) throws UnreadableImageException {
        int samples = layout.planar() ? 1 : layout.samples();
        int parts = layout.across() * layout.down();
        TreeMap<Integer, long[]> entries = new TreeMap<>();
        entries.put(TiffDirectory.WIDTH, new long[] {layout.width()});
        entries.put(TiffDirectory.HEIGHT, new long[] {layout.height()});
        entries.put(TiffDirectory.BITS_PER_SAMPLE, filled(samples, layout.bits()));
        entries.put(TiffDirectory.COMPRESSION, new long[] {layout.compression()});
        entries.put(TiffDirectory.PHOTOMETRIC, new long[] {1});
        entries.put(TiffDirectory.SAMPLES_PER_PIXEL, new long[] {samples});
        entries.put(TiffDirectory.SAMPLE_FORMAT, filled(samples, layout.isFloat() ? 3 : 1));
        if (samples > 1) {
            entries.put(TiffDirectory.EXTRA_SAMPLES, new long[samples - 1]);
        }
        long[] offsets = Arrays.copyOfRange(layout.offsets(), plane * parts, (plane + 1) * parts);
        long[] counts = Arrays.copyOfRange(layout.counts(), plane * parts, (plane + 1) * parts);
        if (layout.isTiled()) {
            entries.put(TiffDirectory.TILE_WIDTH, new long[] {layout.tileWidth()});
            entries.put(TiffDirectory.TILE_HEIGHT, new long[] {layout.tileHeight()});
            entries.put(TiffDirectory.TILE_OFFSETS, offsets);
            entries.put(TiffDirectory.TILE_BYTE_COUNTS, counts);
        } else {
            entries.put(TiffDirectory.ROWS_PER_STRIP, new long[] {layout.tileHeight()});
            entries.put(TiffDirectory.STRIP_OFFSETS, offsets);
            entries.put(TiffDirectory.STRIP_BYTE_COUNTS, counts);
        }
        for (int tag : new int[] {TiffDirectory.FILL_ORDER, TiffDirectory.T4_OPTIONS, TiffDirectory.T6_OPTIONS}) {
            if (tags.has(tag)) {
                entries.put(tag, new long[] {tags.value(tag, 0)});
            }
        }
        entries.put(TiffDirectory.PREDICTOR, new long[] {predictor()});
        return entries;
    }

    private long predictor() throws UnreadableImageException {
        return layout.hasPredictor() ? tags.value(TiffDirectory.PREDICTOR, 1) : 1;
    }

    private static long[] filled(int length, long value) {
        long[] values = new long[length];
        Arrays.fill(values, value);
        return values;
    }
}
