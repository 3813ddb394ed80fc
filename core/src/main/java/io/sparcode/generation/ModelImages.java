package io.sparcode.generation;

import io.sparcode.image.ImageShape;
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
                .orElseThrow(() -> new IllegalArgumentException("generation needs a model of images, of 1, 3 or 4"
                        + " channels; this one's records have the shape " + shape));
    }
}
