package io.sparcode.dataset;

import io.sparcode.image.DecodingOptions;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.ResizeFilter;
import java.io.Serializable;

/** Brings images to the shape that was asked for, in a task; what was left open stays as each image has it. */
final class TargetFit implements Serializable {
    private static final long serialVersionUID = 1;

    private final int height;
    private final int width;
    private final int channels;
    private final ResizeFilter filter;
    private final DecodingOptions decoding;

    /** Takes the shape from options. */
    TargetFit(IngestOptions.TargetImage target) {
        height = target.height();
        width = target.width();
        channels = target.channels();
        filter = target.resizeFilter();
        decoding =
                new DecodingOptions(target.maxPixels(), target.colorProfile(), target.orientation(), target.values());
    }

    /** Returns how encoded images are read. */
    DecodingOptions decoding() {
        return decoding;
    }

    /** Returns the image in the shape that was asked for: itself where it has it. */
    Image fit(Image image) {
        ImageShape is = image.shape();
        ImageShape wanted = new ImageShape(
                height == 0 ? is.height() : height,
                width == 0 ? is.width() : width,
                channels == 0 ? is.channels() : channels);
        return wanted.equals(is) ? image : new ImageTransform(wanted, filter).apply(image);
    }
}
