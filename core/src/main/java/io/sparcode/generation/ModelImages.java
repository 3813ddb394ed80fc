package io.sparcode.generation;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.model.TensorShape;

/** Images as a model takes and gives them. */
final class ModelImages {
    private ModelImages() {}

    /**
     * Returns the shape of the images that a network's values are.
     *
     * @throws IllegalArgumentException if they are none
     */
    static ImageShape shape(TensorShape shape) {
        return shape.asImage()
                .orElseThrow(() -> new IllegalArgumentException(
                        "generation needs a model of images; this one's records have the shape " + shape));
    }

    /**
     * Returns the image of a network's values, plane by plane.
     *
     * @param values which hold [channels, height, width] at {@code offset}
     * @param kind bytes, of values that are clipped to [0, 1], or floats, of values as they are
     */
    static Image image(ImageShape shape, float[] values, int offset, PixelValues kind) {
        if (kind == PixelValues.BYTES) {
            return Image.ofValues(shape, values, offset);
        }
        Image floats = Image.ofFloatValues(shape, values, offset);
        return shape.channels() == 4 ? floats.asBands() : floats;
    }
}
