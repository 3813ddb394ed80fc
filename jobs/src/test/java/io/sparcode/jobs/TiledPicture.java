package io.sparcode.jobs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Rows of square grey tiles on white. */
final class TiledPicture {
    private static final int GAP = 4;

    private final int tile;
    private final BufferedImage picture;

    /** Makes a white picture of tiles of so many pixels' width. */
    TiledPicture(int rows, int columns, int tile) {
        this.tile = tile;
        picture =
                new BufferedImage(GAP + columns * (tile + GAP), GAP + rows * (tile + GAP), BufferedImage.TYPE_INT_RGB);
        fill(0, 0, picture.getWidth(), picture.getHeight(), Color.WHITE);
    }

    /**
     * Draws a tile, as large as whole multiples of its values allow.
     *
     * @param values [width, width], row by row; where they are not a number the tile stays white
     * @param black the value that is black
     * @param white the value that is white
     */
    void draw(int row, int column, float[] values, float black, float white) {
        int width = (int) Math.sqrt(values.length);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isNaN(values[i])) {
                float brightness = (values[i] - black) / (white - black);
                // Where black is white there is nothing to tell apart.
                float shown = Float.isNaN(brightness) ? 0.5f : Math.max(0, Math.min(1, brightness));
                fillValue(row, column, i, width, 0, new Color(shown, shown, shown));
            }
        }
    }

    /** Marks one value of a tile that holds [width, width], and leaves its border to be seen. */
    void mark(int row, int column, int index, int width) {
        fillValue(row, column, index, width, scale(width) / 4, Color.RED);
    }

    private void fillValue(int row, int column, int index, int width, int border, Color color) {
        int scale = scale(width);
        int margin = GAP + (tile - scale * width) / 2 + border;
        fill(
                column * (tile + GAP) + margin + index % width * scale,
                row * (tile + GAP) + margin + index / width * scale,
                scale - 2 * border,
                scale - 2 * border,
                color);
    }

    private int scale(int width) {
        return Math.max(1, tile / width);
    }

    private void fill(int x, int y, int width, int height, Color color) {
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(x, y, width, height);
        graphics.dispose();
    }

    /** Writes it as PNG. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }
}
