package io.sparcode.analysis;

/**
 * What principal components of the pixels reach that are as many as a code has values, fitted to images that the
 * model was trained on.
 *
 * @param components how many
 * @param split what both errors are of: test where there is one, else validation, else train, and then of the same records that
 *     the components are fitted to; of it the records of labels that were trained on
 * @param error their mean squared error, over pixels on the [0, 1] scale
 * @param modelError the model's on the same records
 * @param ratio the model's to the components': below 1 the model is better
 */
public record PixelBaseline(int components, String split, double error, double modelError, double ratio) {}
