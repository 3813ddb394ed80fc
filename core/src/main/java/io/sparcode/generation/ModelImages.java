package io.sparcode.generation;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.model.TensorShape;
import org.apache.spark.sql.Row;

/** Images as a model takes and gives them. */
final class ModelImages {
    private ModelImages() {}

    /**
     * Returns the shape of the images that a network's values are.
     *
     * @throws IllegalArgumentException if they are none
     */
    static ImageShape shape(TensorShape shape) {
        if (shape.channels() != 1 && shape.channels() != 3 && shape.channels() != 4) {
            throw new IllegalArgumentException("generation needs a model of images, of 1, 3 or 4 channels; this one's"
                    + " records have the shape " + shape);
        }
        return new ImageShape(shape.height(), shape.width(), shape.channels());
    }

    /**
     * Returns a row's image.
     *
     * @param id what messages call it
     */
    static Image read(Row row, int column, String id) {
        try {
            return ImageRows.toImage(row.getStruct(column));
        } catch (UnreadableImageException e) {
            throw new BadDataException("record " + id + ": " + e.getMessage(), e);
        }
    }
}
