package io.sparcode.dataset;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.PixelValues;
import java.util.Optional;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Makes, of a record's image, the same at another size: an image struct of an image struct. */
final class DerivedImage implements UDF1<Row, Row> {
    private static final long serialVersionUID = 1;

    private final IngestOptions.Derived options;

    DerivedImage(IngestOptions.Derived options) {
        this.options = options;
    }

    @Override
    public Row call(Row row) throws Exception {
        Image image = ImageRows.toImage(row);
        ImageShape shape =
                new ImageShape(options.height(), options.width(), image.shape().channels());
        return ImageRows.toRow(row.getString(0), new ImageTransform(shape, options.resizeFilter()).apply(image));
    }

    /**
     * Checks that the images fit in records.
     *
     * @param shape of the images that they are made of
     * @throws BadDataException if they do not
     */
    static void requireRoom(IngestOptions.Derived options, ImageShape shape, PixelValues values) {
        int bytes = ImageMode.of(values, shape.channels()).bytesOfValue();
        if ((long) options.height() * options.width() > (Integer.MAX_VALUE - 16) / (shape.channels() * bytes)) {
            throw new BadDataException("ingest.derived.height x ingest.derived.width x " + shape.channels()
                    + " channels of " + values + " must be less than 2^31 bytes, was " + options.height() + " x "
                    + options.width() + " x " + shape.channels() + " x " + bytes);
        }
    }

    /** Returns the column, if there is to be one. */
    static Optional<StructField> field(IngestOptions.Derived options) {
        if (options.column().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(DataTypes.createStructField(options.column(), ImageSchema.columnSchema(), true)
                .withComment("the image at " + options.height() + "x" + options.width() + ", resized by the filter "
                        + options.resizeFilter().key()));
    }
}
