package io.sparcode.image;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;

/** The samples of a TIFF file row by row, those of a pixel one after another, however the file stores them. */
final class TiffRows {
    private final TiffLayout layout;
    private final Raster[] planes;
    private byte[] bytes;
    private short[] shorts;
    private float[] plane;

    /** Unpacks the file. */
    TiffRows(TiffRaster file, TiffLayout layout) throws UnreadableImageException, IOException {
        this.layout = layout;
        planes = new Raster[file.planes()];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = file.read(i);
        }
    }

    /**
     * Reads a row of stored values.
     *
     * @param samples [width, samples]
     */
    void read(int y, float[] samples) {
        if (planes.length == 1) {
            read(planes[0], y, samples);
            return;
        }
        plane = plane == null ? new float[layout.width()] : plane;
        for (int i = 0; i < planes.length; i++) {
            read(planes[i], y, plane);
            for (int x = 0; x < plane.length; x++) {
                samples[x * planes.length + i] = plane[x];
            }
        }
    }

    /**
     * Copies all samples, of 8 bits each.
     *
     * @param to [height, width, samples]
     * @param reversed whether the first three samples are put in reverse, RGB as BGR
     */
    void copy(byte[] to, boolean reversed) {
        int samples = layout.samples();
        int each = planes.length == 1 ? samples : 1;
        for (int i = 0; i < planes.length; i++) {
            for (int y = 0; y < layout.height(); y++) {
                bytes = (byte[]) planes[i].getDataElements(0, y, layout.width(), 1, bytes);
                int row = y * layout.width() * samples;
                for (int band = i; band < i + each; band++) {
                    int o = row + (reversed && band < 3 ? 2 - band : band);
                    for (int from = band - i; from < layout.width() * each; from += each, o += samples) {
                        to[o] = bytes[from];
                    }
                }
            }
        }
    }

    private void read(Raster raster, int y, float[] to) {
        int type = raster.getTransferType();
        if (type == DataBuffer.TYPE_BYTE && layout.bits() == 8) {
            bytes = (byte[]) raster.getDataElements(0, y, layout.width(), 1, bytes);
            for (int i = 0; i < to.length; i++) {
                to[i] = bytes[i] & 0xff;
            }
        } else if (type == DataBuffer.TYPE_USHORT) {
            shorts = (short[]) raster.getDataElements(0, y, layout.width(), 1, shorts);
            for (int i = 0; i < to.length; i++) {
                to[i] = shorts[i] & 0xffff;
            }
        } else {
            raster.getPixels(0, y, layout.width(), 1, to);
        }
    }
}
