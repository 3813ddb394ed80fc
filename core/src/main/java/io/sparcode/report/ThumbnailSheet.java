package io.sparcode.report;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ShownImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * Small images side by side in one file, which costs a page a tenth of what as many files would.
 *
 * @param columns of tiles
 * @param tile a tile's shape
 * @param type of the file, {@code png} for grey images or {@code jpeg}
 * @param bytes the file
 */
record ThumbnailSheet(int columns, ImageShape tile, String type, byte[] bytes) {
    /** The longest side of a tile in pixels. */
    static final int SIDE = 28;

    private static final int COLUMNS = 50;
    private static final int COLOURS = 3;

    /** Lays images out row by row, bands and floats as all together are shown; what is null stays black. */
    static ThumbnailSheet of(ImageShape tile, List<Image> images) {
        ShownImages shown =
                ShownImages.of(images.stream().filter(Objects::nonNull).toList());
        boolean grey = tile.channels() < COLOURS;
        int rows = (images.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage sheet = new BufferedImage(
                COLUMNS * tile.width(),
                rows * tile.height(),
                grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < images.size(); i++) {
            if (images.get(i) != null) {
                draw(sheet, i % COLUMNS * tile.width(), i / COLUMNS * tile.height(), shown.shown(images.get(i)));
            }
        }
        String type = grey ? "png" : "jpeg";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(sheet, type, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ThumbnailSheet(COLUMNS, tile, type, out.toByteArray());
    }

    private static void draw(BufferedImage sheet, int left, int top, Image image) {
        ImageShape shape = image.shape();
        int[] values = new int[sheet.getRaster().getNumBands()];
        for (int i = 0; i < shape.height() * shape.width(); i++) {
            for (int band = 0; band < values.length; band++) {
                // Bands are red, green and blue, an image's bytes blue, green and red.
                int channel = values.length - 1 - band;
                values[band] = image.pixels()[i * shape.channels() + channel] & 0xff;
            }
            sheet.getRaster().setPixel(left + i % shape.width(), top + i / shape.width(), values);
        }
    }
}
