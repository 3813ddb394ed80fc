package io.sparcode.generation;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Mask;
import io.sparcode.image.ShownImages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Pictures of the first generated images, as PNG: sequences a row each, or what was made of one record a row each. */
public final class GenerationPicture {
    private static final int COLUMNS = 10;
    /** Least height and width of a tile, that small images can be seen. */
    private static final int LEAST_TILE = 56;
    /** Of holes in pictures: neither black nor white. */
    private static final int GREY = 128;

    /** In which order what was made of a record is shown, the worse before the better. */
    private static final List<String> METHODS = List.of(
            Reconstructions.CORRUPTED,
            Reconstructions.BICUBIC,
            HoleFilling.TELEA,
            HoleFilling.NAVIER_STOKES,
            Reconstructions.DENOISED,
            Reconstructions.UPSCALED,
            HoleFilling.MODEL);

    private GenerationPicture() {}

    /** Returns ten images a row, in the order of their names. */
    public static byte[] ofImages(Dataset<Row> generated, int rows) {
        List<Row> first = generated
                .orderBy(ImageRows.ID)
                .limit(rows * COLUMNS)
                .select(ImageRows.ID, ImageRows.IMAGE)
                .collectAsList();
        Map<Object, List<Image>> lines = new LinkedHashMap<>();
        for (int i = 0; i < first.size(); i++) {
            lines.computeIfAbsent(i / COLUMNS, line -> new ArrayList<>()).add(image(first.get(i)));
        }
        return png(lines.values());
    }

    /** Returns a sequence a row, in the order of the units that were changed, or of the ways by which they were made. */
    public static byte[] ofSequences(Dataset<Row> generated, int rows) {
        List<Row> keys = generated
                .select(GeneratedRows.METHOD, GeneratedRows.UNIT)
                .distinct()
                .orderBy(GeneratedRows.METHOD, GeneratedRows.UNIT)
                .limit(rows)
                .collectAsList();
        Map<Object, List<Image>> lines = new LinkedHashMap<>();
        for (Row key : keys) {
            generated
                    .where(col(GeneratedRows.METHOD).equalTo(key.get(0)))
                    .where(col(GeneratedRows.UNIT).eqNullSafe(key.get(1)))
                    .orderBy(GeneratedRows.STEP)
                    .select(ImageRows.ID, ImageRows.IMAGE)
                    .collectAsList()
                    .forEach(row -> lines.computeIfAbsent(key, line -> new ArrayList<>())
                            .add(image(row)));
        }
        return png(lines.values());
    }

    /**
     * Returns, a record a row: the record, the record with its hole grey where there is one, what was made of it, and what
     * that should be where that is not the record itself.
     *
     * @param records the rows that the images were made of
     * @param input the column of the records
     * @param target the column of what they should give; empty for the records themselves
     * @param mask the hole, or null
     */
    public static byte[] ofRecords(
            Dataset<Row> generated, Dataset<Row> records, String input, String target, Mask mask, int rows) {
        Object[] ids = generated
                .select(GeneratedRows.SOURCE)
                .distinct()
                .orderBy(GeneratedRows.SOURCE)
                .limit(rows)
                .collectAsList()
                .stream()
                .map(row -> row.get(0))
                .toArray();
        Map<String, Map<String, Image>> made = new LinkedHashMap<>();
        generated
                .where(col(GeneratedRows.SOURCE).isin(ids))
                .select(GeneratedRows.SOURCE, ImageRows.IMAGE, GeneratedRows.METHOD)
                .collectAsList()
                .forEach(row -> made.computeIfAbsent(row.getString(0), id -> new LinkedHashMap<>())
                        .put(row.getString(2), image(row)));
        boolean compared = !target.isEmpty() && List.of(records.columns()).contains(target);
        List<Row> originals = records.where(col(ImageRows.ID).isin(ids))
                .select(col(ImageRows.ID).cast(DataTypes.StringType), col(input), col(compared ? target : input))
                .orderBy(ImageRows.ID)
                .collectAsList();
        List<List<Image>> lines = new ArrayList<>();
        for (Row row : originals) {
            String id = row.getString(0);
            Image original = image(row);
            List<Image> line = new ArrayList<>(List.of(original));
            if (mask != null) {
                line.add(mask.fill(original, GREY));
            }
            METHODS.stream()
                    .filter(made.get(id)::containsKey)
                    .forEach(method -> line.add(made.get(id).get(method)));
            if (compared) {
                line.add(ImageRows.readImage(row, 2, id));
            }
            lines.add(line);
        }
        return png(lines);
    }

    private static Image image(Row row) {
        return ImageRows.readImage(row, 1, row.getString(0));
    }

    private static byte[] png(Collection<List<Image>> lines) {
        List<ImageShape> shapes =
                lines.stream().flatMap(List::stream).map(Image::shape).toList();
        int height = shapes.stream().mapToInt(ImageShape::height).max().orElse(1);
        int width = shapes.stream().mapToInt(ImageShape::width).max().orElse(1);
        int scale = Math.max(1, (LEAST_TILE + Math.min(height, width) - 1) / Math.min(height, width));
        int columns = lines.stream().mapToInt(List::size).max().orElse(1);
        ImageGrid grid = new ImageGrid(Math.max(1, lines.size()), columns, scale * height, scale * width);
        ShownImages shown = ShownImages.of(lines.stream().flatMap(List::stream).toList());
        int line = 0;
        for (List<Image> images : lines) {
            for (int column = 0; column < images.size(); column++) {
                grid.draw(line, column, shown.shown(images.get(column)));
            }
            line++;
        }
        return grid.png();
    }
}
