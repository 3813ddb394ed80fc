package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final int MARGIN = 4;
    private static final ImageShape GREY = new ImageShape(1, 2, 1);

    @Test
    void imagesAreMagnifiedByWholePixelsInTheMiddleOfTheirTiles() throws UnreadableImageException {
        ImageGrid grid = new ImageGrid(1, 2, 4, 5);

        grid.draw(0, 1, new Image(GREY, PngFixture.bytes(0, 100)));

        Image picture = decoded(grid);
        assertEquals(new ImageShape(4 + 2 * MARGIN, 2 * 5 + 3 * MARGIN, 1), picture.shape());
        int left = MARGIN + 5 + MARGIN;
        assertArrayEquals(PngFixture.bytes(255, 255, 255, 255, 255), row(picture, MARGIN, left, 5));
        assertArrayEquals(PngFixture.bytes(0, 0, 100, 100, 255), row(picture, MARGIN + 1, left, 5));
        assertArrayEquals(PngFixture.bytes(0, 0, 100, 100, 255), row(picture, MARGIN + 2, left, 5));
        assertArrayEquals(PngFixture.bytes(255, 255, 255, 255, 255), row(picture, MARGIN, MARGIN, 5));
    }

    @Test
    void coloursKeepTheirPlacesAndWhatIsTransparentIsWhite() throws UnreadableImageException {
        ImageGrid grid = new ImageGrid(1, 2, 1, 1);

        grid.draw(0, 0, new Image(new ImageShape(1, 1, 3), PngFixture.bytes(10, 20, 30)));
        grid.draw(0, 1, new Image(new ImageShape(1, 1, 4), PngFixture.bytes(10, 20, 30, 0)));

        Image picture = decoded(grid);
        assertArrayEquals(PngFixture.bytes(10, 20, 30), row(picture, MARGIN, MARGIN, 1));
        assertArrayEquals(PngFixture.bytes(255, 255, 255), row(picture, MARGIN, 2 * MARGIN + 1, 1));
    }

    @Test
    void valuesAreReadPlaneByPlaneAndClippedToTheirRange() throws UnreadableImageException {
        ImageGrid grid = new ImageGrid(1, 1, 1, 2);

        grid.draw(0, 0, new ImageShape(1, 2, 3), new float[] {-1, 1, 0, 9, -9, 0.6f}, -1, 1);

        assertArrayEquals(PngFixture.bytes(0, 128, 0, 255, 255, 204), row(decoded(grid), MARGIN, MARGIN, 2));
    }

    @Test
    void valuesThatAreNoNumberStayWhiteAndAnEmptyRangeIsGrey() throws UnreadableImageException {
        ImageGrid grid = new ImageGrid(1, 1, 1, 2);

        grid.draw(0, 0, GREY, new float[] {Float.NaN, 3}, 3, 3);

        assertArrayEquals(PngFixture.bytes(255, 128), row(decoded(grid), MARGIN, MARGIN, 2));
    }

    @Test
    void aMarkLeavesThePixelsBorderToBeSeen() throws UnreadableImageException {
        ImageGrid grid = new ImageGrid(1, 1, 4, 8);

        grid.draw(0, 0, new Image(GREY, PngFixture.bytes(0, 0)));
        grid.mark(0, 0, GREY, 1);

        Image picture = decoded(grid);
        assertArrayEquals(PngFixture.bytes(0, 0, 0, 0, 0, 0), row(picture, MARGIN + 1, MARGIN + 3, 2));
        assertArrayEquals(PngFixture.bytes(0, 0, 255, 0, 0, 255, 0, 0, 0), row(picture, MARGIN + 1, MARGIN + 5, 3));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ImageGrid grid = new ImageGrid(1, 1, 2, 1);

        assertEquals(
                "an image of shape 1x2x1 does not fit a tile of 2x1",
                assertThrows(IllegalArgumentException.class, () -> grid.draw(0, 0, GREY, new float[2], 0, 1))
                        .getMessage());
        assertEquals(
                "tile 0, 1 of a grid of 1 by 1",
                assertThrows(IndexOutOfBoundsException.class, () -> grid.draw(0, 1, GREY, new float[2], 0, 1))
                        .getMessage());
        assertEquals(
                "values of shape 1x2x1 are 2, not 3",
                assertThrows(IllegalArgumentException.class, () -> grid.draw(0, 0, GREY, new float[3], 0, 1))
                        .getMessage());
    }

    private static Image decoded(ImageGrid grid) throws UnreadableImageException {
        return new ImageDecoder(DecodingOptions.upTo(1_000_000)).decode(grid.png());
    }

    private static byte[] row(Image picture, int y, int x, int count) {
        int channels = picture.shape().channels();
        byte[] row = new byte[count * channels];
        System.arraycopy(picture.pixels(), (y * picture.shape().width() + x) * channels, row, 0, row.length);
        return row;
    }
}
