package io.sparcode.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.MapPoint;
import io.sparcode.analysis.RankedRecord;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import java.util.List;

/**
 * What a report is about.
 *
 * @param analysis all figures
 * @param json the same as {@code analysis.json} has them
 * @param anomalies the records with the greatest errors, worst first
 * @param ordinary the records with the least errors, best first
 * @param map the sample's places on the maps
 * @param model what the codes are of
 * @param dataset what the records are of; null where there are no images
 * @param provenance what made the analysis
 */
public record ReportSubject(
        Analysis analysis,
        JsonNode json,
        List<RankedRecord> anomalies,
        List<RankedRecord> ordinary,
        List<MapPoint> map,
        AutoencoderModel model,
        DatasetSummary dataset,
        Provenance provenance) {
    /** Copies the lists. */
    public ReportSubject {
        anomalies = List.copyOf(anomalies);
        ordinary = List.copyOf(ordinary);
        map = List.copyOf(map);
    }
}
