package io.sparcode.dataset;

import io.sparcode.image.DecodedImage;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Records as a source reads them, flat: either with pixels, or with the reason why there are none. The split is the
 * source's own, null where it has none.
 */
final class ReadRows {
    static final String ORIGIN = "origin";
    static final String HEIGHT = "height";
    static final String WIDTH = "width";
    static final String CHANNELS = "channels";
    static final String PIXELS = "pixels";
    static final String REASON = "reason";
    /** Whether the image was turned or mirrored to stand upright; null where there is none. */
    static final String TURNED = "turned";

    static final StructType SCHEMA = new StructType(new StructField[] {
        DataTypes.createStructField(ImageRows.ID, DataTypes.StringType, true),
        DataTypes.createStructField(ORIGIN, DataTypes.StringType, true),
        DataTypes.createStructField(ImageRows.LABEL, DataTypes.IntegerType, true),
        DataTypes.createStructField(ImageRows.SPLIT, DataTypes.StringType, true),
        DataTypes.createStructField(HEIGHT, DataTypes.IntegerType, true),
        DataTypes.createStructField(WIDTH, DataTypes.IntegerType, true),
        DataTypes.createStructField(CHANNELS, DataTypes.IntegerType, true),
        DataTypes.createStructField(PIXELS, DataTypes.BinaryType, true),
        DataTypes.createStructField(REASON, DataTypes.StringType, true),
        DataTypes.createStructField(TURNED, DataTypes.BooleanType, true)
    });

    private ReadRows() {}

    /** Returns the columns of records whose source knows factors of them, or of those without. */
    static StructType schema(Optional<StructField> factors) {
        return factors.map(SCHEMA::add).orElse(SCHEMA);
    }

    /** Returns a record with its factors, which may be null, after it. */
    static Row withFactors(Row record, Row factors) {
        Object[] values = new Object[record.length() + 1];
        for (int i = 0; i < record.length(); i++) {
            values[i] = record.get(i);
        }
        values[record.length()] = factors;
        return RowFactory.create(values);
    }

    /** Returns a record that was read; {@code label} and {@code split} may be null. */
    static Row good(String id, String origin, Integer label, String split, Image image) {
        return good(id, origin, label, split, new DecodedImage(image, false));
    }

    /** As {@link #good(String, String, Integer, String, Image)}, with what was done to the image. */
    static Row good(String id, String origin, Integer label, String split, DecodedImage decoded) {
        Image image = decoded.image();
        ImageShape shape = image.shape();
        return RowFactory.create(
                id,
                origin,
                label,
                split,
                shape.height(),
                shape.width(),
                shape.channels(),
                image.pixels(),
                null,
                decoded.turned());
    }

    /** Returns a record that could not be read; {@code id} may be null. */
    static Row bad(String id, String origin, String reason) {
        return RowFactory.create(id, origin, null, null, null, null, null, null, reason, null);
    }
}
