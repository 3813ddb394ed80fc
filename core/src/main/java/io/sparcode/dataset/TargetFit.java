package io.sparcode.dataset;

import io.sparcode.image.DecodedImage;
import io.sparcode.image.DecodingOptions;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.PixelValues;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.Rgb;
import io.sparcode.image.UnreadableImageException;
import java.io.Serializable;

/** Brings images to the shape that was asked for, in a task; what was left open stays as each image has it. */
final class TargetFit implements Serializable {
    private static final long serialVersionUID = 1;

    /** The most bytes of an array, which the JVM's own header is part of. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

    private final int height;
    private final int width;
    private final int channels;
    private final ResizeFilter filter;
    private final Rgb background;
    private final DecodingOptions decoding;

    /** Takes the shape from options. */
    TargetFit(IngestOptions.TargetImage target) {
        height = target.height();
        width = target.width();
        channels = target.channels();
        filter = target.resizeFilter();
        background = target.background();
        decoding =
                new DecodingOptions(target.maxPixels(), target.colorProfile(), target.orientation(), target.values());
    }

    /** Returns how encoded images are read. */
    DecodingOptions decoding() {
        return decoding;
    }

    /** As {@link #fit(Image)}, of an image that was decoded. */
    DecodedImage fit(DecodedImage decoded) throws UnreadableImageException {
        return new DecodedImage(fit(decoded.image()), decoded.turned());
    }

    /**
     * Returns the image in the shape that was asked for, as bytes or as floats: itself where it is so.
     *
     * @throws UnreadableImageException if it cannot be brought to that
     */
    Image fit(Image image) throws UnreadableImageException {
        ImageShape is = image.shape();
        int newChannels = channels == 0 ? is.channels() : channels;
        if (!ImageTransform.canConvert(image, newChannels)) {
            throw new UnreadableImageException("the image has " + is.channels() + " channels"
                    + (is.canBeColour() ? " that are no colours" : "") + ", of which ingest.image.channels = "
                    + channels
                    + " cannot be made: only 1 (grey), 3 (colour) and 4 (colour with alpha) become one another");
        }
        int newHeight = height == 0 ? is.height() : height;
        int newWidth = width == 0 ? is.width() : width;
        requireRoom(newHeight, newWidth, newChannels);
        if (decoding.values() == PixelValues.BYTES) {
            requireUnitInterval(image);
        }
        ImageShape wanted = new ImageShape(newHeight, newWidth, newChannels);
        Image precise = decoding.values() == PixelValues.FLOATS ? image.toFloats() : image;
        Image fitted = wanted.equals(is) ? precise : new ImageTransform(wanted, filter, background).apply(precise);
        return fitted.as(decoding.values());
    }

    private void requireRoom(int newHeight, int newWidth, int newChannels) throws UnreadableImageException {
        long size = (long) newHeight * newWidth * newChannels;
        int bytes = ImageMode.of(decoding.values(), newChannels).bytesOfValue();
        if (size > MOST_BYTES / bytes) {
            throw new UnreadableImageException("the image has " + newHeight + "x" + newWidth + "x" + newChannels
                    + " values, as " + decoding.values() + " at most " + MOST_BYTES / bytes + " fit in a record");
        }
    }

    /** What bytes cannot hold is not cut off in silence. */
    private static void requireUnitInterval(Image image) throws UnreadableImageException {
        if (image.values() == PixelValues.BYTES) {
            return;
        }
        for (int i = 0; i < image.floats().length; i++) {
            float value = image.floats()[i];
            if (!(value >= 0 && value <= 1)) {
                throw new UnreadableImageException(
                        "the image has " + value + " as value " + i + "; ingest.image.values ="
                                + " bytes takes floats of [0, 1], and ingest.image.values = floats keeps others");
            }
        }
    }
}
