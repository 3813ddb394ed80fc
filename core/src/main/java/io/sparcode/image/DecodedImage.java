package io.sparcode.image;

/**
 * An image that was decoded, and what was done to it.
 *
 * @param image the image
 * @param turned whether it was turned or mirrored to stand upright
 */
public record DecodedImage(Image image, boolean turned) {}
