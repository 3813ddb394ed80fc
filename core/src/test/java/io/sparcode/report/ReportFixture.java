package io.sparcode.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.AnalysisOptions;
import io.sparcode.analysis.AnalyzedCodes;
import io.sparcode.analysis.CodeAnalyzer;
import io.sparcode.analysis.Disentanglement;
import io.sparcode.analysis.SampleSizes;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reports on tiny models of tiny images. */
final class ReportFixture {
    private static final int RECORDS = 300;
    private static final AnalysisOptions OPTIONS =
            new AnalysisOptions(4, 5, Set.of(11), new SampleSizes(120, 120, 200, 200, 200, 5));

    private ReportFixture() {}

    /** Returns the report on a model, which is trained for it; with factors that nothing was measured of. */
    static Report of(Autoencoder estimator, AnalyzedCodes[] found) {
        Dataset<Row> images = images();
        AutoencoderModel model = estimator.fit(images);
        Dataset<Row> encoded = encoded(model, images);
        AnalyzedCodes codes = withFactors(analyzed(model, encoded, images));
        found[0] = codes;
        return Report.of(new ReportSubject(codes, model, dataset(model), provenance(model)), encoded, images);
    }

    /** Returns the report on a model and what it is given. */
    static Report of(AutoencoderModel model, Dataset<Row> images) {
        Dataset<Row> encoded = encoded(model, images);
        AnalyzedCodes codes = analyzed(model, encoded, images);
        return Report.of(new ReportSubject(codes, model, dataset(model), provenance(model)), encoded, images);
    }

    /** Returns grey images. */
    static Dataset<Row> images() {
        return SmallImages.frame(RECORDS).cache();
    }

    private static Dataset<Row> encoded(AutoencoderModel model, Dataset<Row> images) {
        return model.transform(images)
                .drop(model.getInputCol(), model.getTargetCol())
                .cache();
    }

    private static AnalyzedCodes analyzed(AutoencoderModel model, Dataset<Row> encoded, Dataset<Row> images) {
        CodeAnalyzer analyzer = new CodeAnalyzer(OPTIONS);
        return model.getTargetCol().isEmpty()
                ? analyzer.analyze(encoded, images, model.getInputCol())
                : analyzer.analyzeWithTarget(encoded, images, model.getInputCol());
    }

    private static AnalyzedCodes withFactors(AnalyzedCodes codes) {
        Analysis figures = codes.figures();
        var factor = new Disentanglement.Factor(
                "<b>place & more</b>",
                2.07,
                0.25,
                1,
                figures.units().stream().map(unit -> 0.1 * unit.unit()).toList());
        Analysis all = new Analysis(
                figures.records(),
                figures.splits(),
                figures.labels(),
                figures.codeSize(),
                figures.samples(),
                figures.units(),
                figures.dimension(),
                figures.scores(),
                figures.histogram(),
                figures.baseline(),
                figures.clustering(),
                figures.neighbourhoods(),
                figures.probes(),
                figures.detections(),
                new Disentanglement(0.25, List.of(factor)),
                figures.notes());
        return new AnalyzedCodes(all, codes.mostAnomalous(), codes.leastAnomalous(), codes.sample(), codes.map());
    }

    private static DatasetSummary dataset(AutoencoderModel model) {
        return new DatasetSummary(
                RECORDS,
                Map.of("train", 240L, "validation", 30L, "test", 30L),
                Map.of(),
                0,
                IntStream.range(0, 2 * SmallImages.SIDE)
                        .mapToObj(bar -> "bar <" + bar + ">")
                        .toList(),
                model.inputShape().asImage().orElseThrow(),
                0.1,
                0.2,
                3,
                0,
                "made.quarantine",
                List.of(),
                List.of(),
                "0123456789abcdef0123456789abcdef",
                JsonNodeFactory.instance.objectNode().put("input", "made"),
                Map.of(),
                "2026-01-01T00:00:00Z");
    }

    private static Provenance provenance(AutoencoderModel model) {
        return Provenance.ofData(
                "analyze",
                Map.of("clusters", OPTIONS.clusters()),
                Map.of("input", "made/codes"),
                List.of("0123456789abcdef0123456789abcdef"),
                model.provenance().identity(),
                Versions.running("3.5.5"));
    }
}
