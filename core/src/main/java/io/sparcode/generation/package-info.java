/**
 * Images made with a trained model: decoded from codes that are drawn, given, or moved, and records denoised, inpainted and
 * upscaled, beside what does the same without a model.
 */
package io.sparcode.generation;
