package io.sparcode.report;

import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.AnalyzedCodes;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;

/**
 * What a report is about.
 *
 * @param codes what was found
 * @param model what the codes are of
 * @param dataset what the records are of
 * @param provenance what made the analysis
 */
public record ReportSubject(
        AnalyzedCodes codes, AutoencoderModel model, DatasetSummary dataset, Provenance provenance) {
    /** Returns all figures. */
    Analysis figures() {
        return codes.figures();
    }
}
