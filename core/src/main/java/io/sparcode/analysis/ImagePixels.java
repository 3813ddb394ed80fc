package io.sparcode.analysis;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageMode;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.PixelValues;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.scoring.InputColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The images that codes are compared with: {@code id} and {@code pixels}, their bytes, or an array of their floats. What is
 * computed of pixels grows with the square of their number, so that larger images are shrunk.
 *
 * @param frame the two columns
 * @param full the same of images that are not shrunk
 * @param fullShape of the images
 */
record ImagePixels(Dataset<Row> frame, Dataset<Row> full, ImageShape fullShape) {
    /** Most values of an image that is not shrunk: 64x64 grey, or 36x36 in colour. */
    static final int MOST_VALUES = 4096;

    /** Most values of all images together whose components are found where they are larger: 128 MiB. */
    private static final int MOST_LARGE_VALUES = 1 << 27;
    /** Most numbers of their components: 64 MiB, of which there are some copies. */
    private static final long MOST_NUMBERS = 1L << 23;

    private static final int LARGE_PARTITIONS = 8;

    /**
     * Reads a column of images of one size.
     *
     * @throws BadDataException if there is no such column of Spark's image schema, or no ids
     */
    static ImagePixels of(Dataset<Row> images, String imageColumn) {
        StructType schema = images.schema();
        List<String> present = Arrays.asList(schema.fieldNames());
        for (String needed : List.of(ImageRows.ID, imageColumn)) {
            if (!present.contains(needed)) {
                throw new BadDataException("image rows have no column " + needed + "; columns are " + present);
            }
        }
        if (!InputColumn.holdsImages(schema.apply(imageColumn).dataType())) {
            throw new BadDataException("column " + imageColumn + " of the image rows is of type "
                    + schema.apply(imageColumn).dataType().catalogString() + "; Spark's image schema is needed");
        }
        Column image = col("`" + imageColumn + "`");
        Optional<Row> first = images
                .where(image.isNotNull())
                .select(
                        image.getField("height"),
                        image.getField("width"),
                        image.getField("nChannels"),
                        image.getField("mode"))
                .limit(1)
                .collectAsList()
                .stream()
                .findFirst();
        ImageShape largest = first.map(row -> new ImageShape(row.getInt(0), row.getInt(1), row.getInt(2)))
                .orElse(new ImageShape(1, 1, 1));
        PixelValues values =
                first.map(row -> values(row.<Integer>getAs(3), imageColumn)).orElse(PixelValues.BYTES);
        Column whole = values == PixelValues.BYTES ? image.getField("data") : floats(ImagePixels::whole, image);
        Column pixels = whole;
        if (!isSmall(largest)) {
            pixels = values == PixelValues.BYTES
                    ? udf((UDF1<Row, byte[]>) ImagePixels::shrunkBytes, DataTypes.BinaryType)
                            .apply(image)
                    : floats(ImagePixels::shrunkFloats, image);
        }
        return new ImagePixels(
                images.select(col(ImageRows.ID), pixels.as(Sample.PIXELS)),
                images.select(col(ImageRows.ID), whole.as(Sample.PIXELS)),
                largest);
    }

    private static PixelValues values(Integer mode, String imageColumn) {
        try {
            return ImageMode.values(mode);
        } catch (UnreadableImageException e) {
            throw new BadDataException("column " + imageColumn + " of the image rows: " + e.getMessage(), e);
        }
    }

    private static Column floats(UDF1<Row, float[]> function, Column image) {
        return udf(function, DataTypes.createArrayType(DataTypes.FloatType, false))
                .apply(image);
    }

    private static boolean isSmall(ImageShape shape) {
        return shape.size() <= MOST_VALUES;
    }

    /** Returns whether nothing is shrunk. */
    boolean atFullSize() {
        return isSmall(fullShape);
    }

    /** Returns how many of so many images errors are compared on: of large ones fewer. */
    int mostCompared(int wanted) {
        return atFullSize() ? wanted : Math.min(wanted, MOST_LARGE_VALUES / fullShape.size());
    }

    /** Returns records with images that are not shrunk; in the same parts and order whenever they are read. */
    Dataset<Row> enlarged(Dataset<Row> records) {
        if (atFullSize()) {
            return records;
        }
        return Sample.withImages(records.drop(Sample.PIXELS), full)
                .repartition(LARGE_PARTITIONS, col(ImageRows.ID))
                .sortWithinPartitions(ImageRows.ID);
    }

    /**
     * Finds as many principal components as a code has values, of large images as they are.
     *
     * @param fitted records that the model was trained on
     * @return null where there are fewer images or pixels than that, or the components have no room
     */
    Pixels componentsOfLarge(Dataset<Row> fitted, int codeSize, long seed) {
        if (SubspaceIteration.numbers(codeSize, fullShape.size()) > MOST_NUMBERS) {
            return null;
        }
        Dataset<Row> enlarged = enlarged(fitted).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return Pixels.ofLarge(enlarged, codeSize, seed);
        } finally {
            enlarged.unpersist(false);
        }
    }

    private static byte[] shrunkBytes(Row image) throws UnreadableImageException {
        return image == null ? null : shrunk(image).pixels();
    }

    private static float[] shrunkFloats(Row image) throws UnreadableImageException {
        return image == null ? null : shrunk(image).floats();
    }

    private static float[] whole(Row image) throws UnreadableImageException {
        return image == null ? null : ImageRows.toImage(image).floats();
    }

    private static Image shrunk(Row image) throws UnreadableImageException {
        Image full = ImageRows.toImage(image);
        return new ImageTransform(fitted(full.shape()), ResizeFilter.AREA).apply(full);
    }

    /** The largest shape of the same proportions that has no more values than may be. */
    static ImageShape fitted(ImageShape shape) {
        double factor = Math.min(1, Math.sqrt((double) MOST_VALUES / shape.size()));
        int height = side(factor * shape.height(), shape.channels());
        int width = side(factor * shape.width(), height * shape.channels());
        // Where the width of a very high image is not less than 1, the height has to give way.
        return new ImageShape(side(height, width * shape.channels()), width, shape.channels());
    }

    private static int side(double wanted, int across) {
        return (int) Math.max(1, Math.min(Math.floor(wanted), MOST_VALUES / across));
    }
}
