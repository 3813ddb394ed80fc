package io.sparcode.image;

/**
 * An image as its file stores it.
 *
 * @param image rows and columns as they are stored
 * @param exifOrientation how it is to be turned to stand upright, 1 (it does) to 8, as EXIF numbers it
 */
record StoredImage(Image image, int exifOrientation) {}
