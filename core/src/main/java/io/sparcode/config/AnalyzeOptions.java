package io.sparcode.config;

import io.sparcode.analysis.AnalysisOptions;

/**
 * What the analyze job reads and writes.
 *
 * @param input the encoded rows, as encode writes them
 * @param model the directory of the model that encoded them
 * @param dataset the image rows that were encoded
 * @param output the directory that figures and tables are written to
 * @param overwrite whether an analysis that is there already is replaced rather than refused
 * @param analysis what is computed
 */
public record AnalyzeOptions(
        String input, String model, String dataset, String output, boolean overwrite, AnalysisOptions analysis) {
    /** Checks that there are paths. */
    public AnalyzeOptions {
        Required.text(input, "input");
        Required.text(model, "model");
        Required.text(dataset, "dataset");
        Required.text(output, "output");
    }
}
