package io.sparcode.generation;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.UnreadableImageException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;

/** Images of half the size. */
final class Halved {
    private Halved() {}

    /** Returns rows with a column {@code image_low} of their images. */
    static Dataset<Row> of(Dataset<Row> images) {
        return images.withColumn(
                "image_low",
                functions
                        .udf(
                                (UDF1<Row, Row>) Halved::image,
                                images.schema().apply("image").dataType())
                        .apply(functions.col("image")));
    }

    private static Row image(Row image) throws UnreadableImageException {
        ImageTransform transform = new ImageTransform(new ImageShape(4, 4, 1), ResizeFilter.AREA);
        return ImageRows.toRow(image.getString(0), transform.apply(ImageRows.toImage(image)));
    }
}
