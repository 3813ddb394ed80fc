package io.sparcode.config;

/**
 * What the encode job reads and writes.
 *
 * @param input the dataset, as ingest writes it
 * @param model the model's directory
 * @param output the directory that the codes are written to
 * @param contamination share of records taken to be anomalies, 0 to 0.5
 * @param corrupt whether records are corrupted, by the model's own corruptions, before they are encoded
 * @param deviations whether a variational model's standard deviations of codes are written
 * @param importanceSamples codes drawn for each record's log-likelihood by a variational model, at least 0
 * @param seed the source of the corruption's random choices
 * @param overwrite whether codes that are there already are replaced rather than refused
 */
public record EncodeOptions(
        String input,
        String model,
        String output,
        double contamination,
        boolean corrupt,
        boolean deviations,
        int importanceSamples,
        long seed,
        boolean overwrite) {
    /** Checks the ranges. */
    public EncodeOptions {
        Required.text(input, "input");
        Required.text(model, "model");
        Required.text(output, "output");
        if (!(contamination >= 0 && contamination <= 0.5)) {
            throw new IllegalArgumentException("contamination must be 0 to 0.5, was " + contamination);
        }
        if (importanceSamples < 0) {
            throw new IllegalArgumentException("importance-samples must be at least 0, was " + importanceSamples);
        }
    }
}
