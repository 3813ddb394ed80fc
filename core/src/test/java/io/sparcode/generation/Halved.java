package io.sparcode.generation;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.UnreadableImageException;
import org.apache.spark.sql.Row;

/** Images of half the size. */
final class Halved {
    private Halved() {}

    static Row of(Row image) throws UnreadableImageException {
        ImageTransform transform = new ImageTransform(new ImageShape(4, 4, 1), ResizeFilter.AREA);
        return ImageRows.toRow(image.getString(0), transform.apply(ImageRows.toImage(image)));
    }
}
