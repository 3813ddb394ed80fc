package io.sparcode.config;

/**
 * What the generate job reads and writes.
 *
 * @param model the model's directory
 * @param output the directory that the images are written to
 * @param overwrite whether images that are there already are replaced rather than refused
 * @param pictured most rows of the picture, at least 1
 * @param mode what is made, and of what
 */
public record GenerateOptions(String model, String output, boolean overwrite, int pictured, GenerateMode mode) {
    /** Checks the ranges. */
    public GenerateOptions {
        Required.text(model, "model");
        Required.text(output, "output");
        if (pictured < 1) {
            throw new IllegalArgumentException("pictured must be at least 1, was " + pictured);
        }
    }
}
