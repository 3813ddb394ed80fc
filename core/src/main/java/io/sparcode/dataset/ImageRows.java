package io.sparcode.dataset;

import io.sparcode.image.FloatBytes;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.image.UnreadableImageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows that every input becomes: an image in Spark's own image schema, beside {@code id}, {@code label} and
 * {@code split}. A frame from {@code spark.read().format("image")} has the same {@code image} column.
 */
public final class ImageRows {
    /** The column of the image, a struct of Spark's image schema. */
    public static final String IMAGE = "image";
    /** The column of the record's stable name. */
    public static final String ID = "id";
    /** The column of the class, null where there is none. */
    public static final String LABEL = "label";
    /** The column that says which split a record belongs to. */
    public static final String SPLIT = "split";

    /** The column of what is known of an image beside its label, a struct of numbers; only where the source knows any. */
    public static final String FACTORS = "factors";

    /** The split that models are fitted on. */
    public static final String TRAIN = "train";
    /** The split that training is watched on. */
    public static final String VALIDATION = "validation";
    /** The split that no choice is made on. */
    public static final String TEST = "test";
    /** Labels beyond this many distinct ones are no classes: they are not counted one by one. */
    public static final int MAX_LABELS = 10_000;

    /** Every split. */
    public static final Set<String> SPLITS = Set.of(TRAIN, VALIDATION, TEST);

    /** What a column of images says of itself. */
    public static final String IMAGE_COMMENT =
            "Spark's image schema; data is row by row, channels interleaved: grey, BGR,"
                    + " BGRA or bands; bytes where mode % 8 is 0, little-endian 32-bit floats where it is 5";

    /** The columns that every dataset has, each with a comment. */
    public static final StructType SCHEMA = new StructType(new StructField[] {
        DataTypes.createStructField(ID, DataTypes.StringType, true)
                .withComment("stable name: the source's name below the input's root, and the position in it"),
        DataTypes.createStructField(LABEL, DataTypes.IntegerType, true).withComment("class; null where there is none"),
        DataTypes.createStructField(SPLIT, DataTypes.StringType, true).withComment("train, validation or test"),
        DataTypes.createStructField(IMAGE, ImageSchema.columnSchema(), true).withComment(IMAGE_COMMENT)
    });

    private ImageRows() {}

    /** Returns a column of a type, or nulls where there is none of its name. */
    public static Column orNull(List<String> columns, String name, DataType type) {
        return (columns.contains(name) ? functions.col(name) : functions.lit(null))
                .cast(type)
                .as(name);
    }

    /** Returns the column of splits: a record without one is of training. */
    public static Column splitOrTrain(List<String> columns) {
        return functions.coalesce(orNull(columns, SPLIT, DataTypes.StringType), functions.lit(TRAIN));
    }

    /** Puts back the columns' metadata, which an encoder of rows drops. */
    public static Dataset<Row> withMetadata(Dataset<Row> rows, StructType schema) {
        return rows.select(Arrays.stream(schema.fields())
                .map(field -> functions
                        .col("`" + field.name().replace("`", "``") + "`")
                        .as(field.name(), field.metadata()))
                .toArray(Column[]::new));
    }

    /** Returns the column of factors. */
    static StructField factors(StructType type) {
        return DataTypes.createStructField(FACTORS, type, true)
                .withComment("what the image is a function of, or what else is known of it, by name");
    }

    /** Returns the columns of a dataset: those of {@link #SCHEMA}, then the factors and the derived image where there are. */
    static StructType schema(Optional<StructField> factors, Optional<StructField> derived) {
        StructType schema = factors.map(SCHEMA::add).orElse(SCHEMA);
        return derived.map(schema::add).orElse(schema);
    }

    /** Returns the image as a struct of Spark's image schema; bytes are not copied. */
    public static Row toRow(String origin, Image image) {
        ImageShape shape = image.shape();
        return RowFactory.create(
                origin,
                shape.height(),
                shape.width(),
                shape.channels(),
                ImageMode.of(image).number(),
                data(image));
    }

    /** Returns what Spark's image schema has as an image's data; bytes are not copied. */
    static byte[] data(Image image) {
        return image.values() == PixelValues.BYTES ? image.pixels() : FloatBytes.of(image.floats());
    }

    /**
     * Returns the image that a struct of Spark's image schema holds; bytes are not copied. Four channels of floats are
     * bands.
     *
     * @throws UnreadableImageException if the struct is null, is Spark's mark for an undecodable image (sizes of -1),
     *     has values that are neither bytes nor 32-bit floats, has more or fewer bytes than its sizes say, or a float that is
     *     not finite
     */
    public static Image toImage(Row image) throws UnreadableImageException {
        if (image == null) {
            throw new UnreadableImageException("the image is null");
        }
        if (image.isNullAt(1) || image.isNullAt(2) || image.isNullAt(3) || image.isNullAt(5)) {
            throw new UnreadableImageException("the image has a null height, width, nChannels or data");
        }
        int height = ImageSchema.getHeight(image);
        int width = ImageSchema.getWidth(image);
        int channels = ImageSchema.getNChannels(image);
        byte[] data = ImageSchema.getData(image);
        if (height < 1 || width < 1 || channels < 1 || channels > ImageShape.MOST_CHANNELS) {
            throw new UnreadableImageException("the image has height " + height + ", width " + width + " and nChannels "
                    + channels + "; allowed are at least 1, at least 1 and 1 to " + ImageShape.MOST_CHANNELS);
        }
        ImageMode mode = image.isNullAt(4)
                ? ImageMode.of(PixelValues.BYTES, channels)
                : ImageMode.read(ImageSchema.getMode(image), channels);
        long bytes = (long) height * width * channels * mode.bytesOfValue();
        if (bytes != data.length) {
            throw new UnreadableImageException("the image has " + data.length + " bytes, where " + height + "x" + width
                    + "x" + channels + ImageMode.words(mode.values()) + " needs " + bytes);
        }
        ImageShape shape = new ImageShape(height, width, channels);
        if (mode.values() == PixelValues.BYTES) {
            return new Image(shape, data);
        }
        int wrong = FloatBytes.firstNotFinite(data);
        if (wrong >= 0) {
            throw new UnreadableImageException(
                    "the image has " + FloatBytes.get(data, wrong) + " as value " + wrong + "; all must be finite");
        }
        Image floats = Image.ofFloats(shape, FloatBytes.floats(data));
        // OpenCV and Spark order colours with alpha as bytes; four floats are more often a satellite's bands.
        return channels == 4 ? floats.asBands() : floats;
    }

    /**
     * Returns the image in a column of a row, as {@link #toImage}.
     *
     * @param id what messages call the record
     * @throws BadDataException if it is none
     */
    public static Image readImage(Row row, int column, String id) {
        try {
            return toImage(row.getStruct(column));
        } catch (UnreadableImageException e) {
            throw new BadDataException("record " + id + ": " + e.getMessage(), e);
        }
    }
}
