package io.sparcode.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Small files of all kinds, and the pixels that Pillow gives of them; a resource of text for each format. */
final class PillowTable {
    private static final List<String> FORMATS = List.of("jpeg", "png", "gif", "bmp");
    private static final int MOST_PIXELS = 1_000_000;

    private PillowTable() {}

    /**
     * A file and what is right for it.
     *
     * @param pixels grey, BGR or BGRA
     */
    record Row(String format, String name, DecodingOptions options, String shape, byte[] file, byte[] pixels) {
        @Override
        public String toString() {
            return format + ": " + name;
        }
    }

    static Stream<Row> rows() {
        return FORMATS.stream().flatMap(PillowTable::rows);
    }

    private static Stream<Row> rows(String format) {
        try (InputStream in = PillowTable.class.getResourceAsStream("pillow-" + format + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> row(format, line.split(" \\| ")))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String format, String[] cells) {
        DecodingOptions options = new DecodingOptions(
                MOST_PIXELS,
                cells[1].equals("srgb") ? ColorProfile.SRGB : ColorProfile.IGNORE,
                cells[1].equals("stored") ? Orientation.STORED : Orientation.UPRIGHT,
                PixelValues.BYTES);
        return new Row(
                format,
                cells[0] + (cells[1].equals("default") ? "" : ", " + cells[1]),
                options,
                cells[2],
                Base64.getDecoder().decode(cells[3]),
                HexFormat.of().parseHex(cells[4]));
    }
}
