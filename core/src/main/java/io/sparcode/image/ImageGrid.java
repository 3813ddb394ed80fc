package io.sparcode.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * A picture of tiles in rows and columns on white, with margins between them: images or values, each magnified by the
 * largest whole number by which it still fits its tile, in the tile's middle. A tile that nothing is drawn on stays white.
 */
public final class ImageGrid {
    private static final int MARGIN = 4;
    private static final int WHITE = 0xffffff;
    private static final int RED = 0xff0000;

    private final int rows;
    private final int columns;
    private final int tileHeight;
    private final int tileWidth;
    private final int width;
    private final int[] pixels;

    /**
     * Begins an empty grid.
     *
     * @param rows of tiles, at least 1
     * @param columns of tiles, at least 1
     * @param tileHeight in pixels of the picture, at least 1
     * @param tileWidth in pixels of the picture, at least 1
     */
    public ImageGrid(int rows, int columns, int tileHeight, int tileWidth) {
        if (rows < 1 || columns < 1 || tileHeight < 1 || tileWidth < 1) {
            throw new IllegalArgumentException("rows, columns and a tile's height and width must be at least 1, were "
                    + rows + ", " + columns + ", " + tileHeight + " and " + tileWidth);
        }
        this.rows = rows;
        this.columns = columns;
        this.tileHeight = tileHeight;
        this.tileWidth = tileWidth;
        width = MARGIN + columns * (tileWidth + MARGIN);
        pixels = new int[Math.multiplyExact(width, MARGIN + rows * (tileHeight + MARGIN))];
        Arrays.fill(pixels, WHITE);
    }

    /**
     * Draws an image on a tile, what is transparent over white, bands and floats as {@link ShownImages#PLAIN} shows them;
     * refused where it is larger than the tile.
     */
    public void draw(int row, int column, Image image) {
        ImageShape shape = image.shape();
        Tile tile = new Tile(row, column, shape);
        Image shown = ShownImages.PLAIN.shown(image);
        byte[] pixels = shown.pixels();
        int channels = shown.shape().channels();
        for (int i = 0, at = 0; i < shape.height() * shape.width(); i++, at += channels) {
            int blue = pixels[at] & 0xff;
            int green = channels == 1 ? blue : pixels[at + 1] & 0xff;
            int red = channels == 1 ? blue : pixels[at + 2] & 0xff;
            tile.fill(i, 0, colour(red, green, blue, channels == 4 ? pixels[at + 3] & 0xff : 255));
        }
    }

    /**
     * Draws values on a tile, as a network gives them; refused where they are larger than the tile.
     *
     * @param shape of the values, whose channels are grey, BGR, BGRA or bands, of which three at most are shown
     * @param values [channels, height, width]; where the first channel's is not a number the tile stays white
     * @param black the value that is black; lesser ones are too
     * @param white the value that is white; greater ones are too; where it is {@code black}, all is grey
     */
    public void draw(int row, int column, ImageShape shape, float[] values, float black, float white) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "values of shape " + shape + " are " + shape.size() + ", not " + values.length);
        }
        Tile tile = new Tile(row, column, shape);
        int plane = shape.height() * shape.width();
        int[] shown = ShownImages.channels(shape);
        for (int i = 0; i < plane; i++) {
            if (!Float.isNaN(values[i])) {
                int red = brightness(values[shown[0] * plane + i], black, white);
                int green = shown.length == 1 ? red : brightness(values[shown[1] * plane + i], black, white);
                int blue = shown.length == 1 ? red : brightness(values[shown[2] * plane + i], black, white);
                int alpha = shape.channels() == 4 ? brightness(values[3 * plane + i], black, white) : 255;
                tile.fill(i, 0, colour(red, green, blue, alpha));
            }
        }
    }

    /** Marks in red the middle of one pixel, counted row by row, of what is drawn on a tile in a shape. */
    public void mark(int row, int column, ImageShape shape, int pixel) {
        Tile tile = new Tile(row, column, shape);
        tile.fill(pixel, tile.scale / 4, RED);
    }

    private static int brightness(float value, float black, float white) {
        float brightness = (value - black) / (white - black);
        return Float.isFinite(brightness) ? Math.round(255 * Math.max(0, Math.min(1, brightness))) : 128;
    }

    private static int colour(int red, int green, int blue, int alpha) {
        return overWhite(red, alpha) << 16 | overWhite(green, alpha) << 8 | overWhite(blue, alpha);
    }

    private static int overWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    /** Returns the picture as PNG, grey where no pixel of it is coloured. */
    public byte[] png() {
        boolean grey = Arrays.stream(pixels).allMatch(rgb -> rgb == (rgb & 0xff) * 0x010101);
        int type = grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage picture = new BufferedImage(width, pixels.length / width, type);
        if (grey) {
            // Not setRGB: the JDK would take the values as sRGB and bring them to linear light.
            picture.getRaster().setPixels(0, 0, width, picture.getHeight(), greys());
        } else {
            picture.setRGB(0, 0, width, picture.getHeight(), pixels, 0, width);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private int[] greys() {
        return Arrays.stream(pixels).map(rgb -> rgb & 0xff).toArray();
    }

    private final class Tile {
        private final int columnsOfShape;
        private final int scale;
        private final int top;
        private final int left;

        Tile(int row, int column, ImageShape shape) {
            if (row < 0 || row >= rows || column < 0 || column >= columns) {
                throw new IndexOutOfBoundsException(
                        "tile " + row + ", " + column + " of a grid of " + rows + " by " + columns);
            }
            if (shape.height() > tileHeight || shape.width() > tileWidth) {
                throw new IllegalArgumentException(
                        "an image of shape " + shape + " does not fit a tile of " + tileHeight + "x" + tileWidth);
            }
            columnsOfShape = shape.width();
            scale = Math.min(tileHeight / shape.height(), tileWidth / shape.width());
            top = MARGIN + row * (tileHeight + MARGIN) + (tileHeight - scale * shape.height()) / 2;
            left = MARGIN + column * (tileWidth + MARGIN) + (tileWidth - scale * shape.width()) / 2;
        }

        /** Fills a pixel but for a border of so many of the picture's. */
        void fill(int pixel, int border, int rgb) {
            int from = left + pixel % columnsOfShape * scale + border;
            int y = top + pixel / columnsOfShape * scale;
            for (int line = y + border; line < y + scale - border; line++) {
                Arrays.fill(pixels, line * width + from, line * width + from + scale - 2 * border, rgb);
            }
        }
    }
}
