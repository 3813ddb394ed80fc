package io.sparcode.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.AnalyzedCodes;
import io.sparcode.analysis.Clustering;
import io.sparcode.analysis.Detection;
import io.sparcode.analysis.Disentanglement;
import io.sparcode.analysis.EffectiveDimension;
import io.sparcode.analysis.ErrorHistogram;
import io.sparcode.analysis.MapPoint;
import io.sparcode.analysis.Neighbourhoods;
import io.sparcode.analysis.PixelBaseline;
import io.sparcode.analysis.Probe;
import io.sparcode.analysis.RankedRecord;
import io.sparcode.analysis.SampleSizes;
import io.sparcode.analysis.ScoreQuantiles;
import io.sparcode.analysis.UnitStatistics;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A state that a page can be in, whose figures are made up rather than computed.
 *
 * @param records how many there are
 * @param labels how many labels they have; 0 for none
 * @param units values of a code; 0 for codes so wide that units have no figures
 * @param shape of the images
 * @param names what labels are called; none for numbers
 * @param parts what there is besides
 */
record ReportState(int records, int labels, int units, ImageShape shape, List<String> names, List<Part> parts) {
    /** What a page may have or lack. */
    enum Part {
        DETECTIONS,
        BASELINE,
        NEIGHBOURHOODS,
        DISENTANGLEMENT,
        /** Errors, and all that is of them. */
        ERRORS,
        THRESHOLD,
        /** Scores of a variational model. */
        VARIATIONAL,
        /** Codes that differ. */
        VARIANCE,
        /** Figures that are not a number wherever a figure may be none. */
        NO_NUMBERS,
        NOTES,
        PICTURES
    }

    /** Points on the map. */
    private static final int MOST_POINTS = 400;

    private boolean has(Part part) {
        return parts.contains(part);
    }

    private double number(double value) {
        return has(Part.NO_NUMBERS) ? Double.NaN : value;
    }

    /** Makes the page; history and provenance are the model's. */
    String html(AutoencoderModel model) {
        AnalyzedCodes codes = new AnalyzedCodes(figures(), ranked(true), ranked(false), points(), null);
        Map<String, ShownRecords.Scored> scored = new HashMap<>();
        points().forEach(point -> scored.put(point.id(), new ShownRecords.Scored(point.label(), number(0.5))));
        ReportSubject subject = new ReportSubject(codes, model, dataset(), provenance(model));
        ReportPage page = new ReportPage(subject, new ChartData(figures(), model.history()).withMap(points(), scored));
        page.withCharts(new ReportPictures(subject, null, null).charts());
        if (has(Part.PICTURES)) {
            Image image = new Image(shape, new byte[shape.size()]);
            page.withPictures(new ModelPictures(model).kernels().stream().toList());
            page.withThumbnails(ThumbnailSheet.of(
                    Shapes.within(shape, ThumbnailSheet.SIDE), Arrays.asList(new Image[points().size()])));
            page.withRanked(ranked(true).stream()
                    .collect(Collectors.toMap(RankedRecord::id, each -> new RecordImages.Pair(image, image))));
        }
        return page.html();
    }

    private Integer label(int record) {
        return labels == 0 ? null : Integer.valueOf(record % labels);
    }

    private static String id(int record) {
        return "folder/" + record + ".png";
    }

    private List<MapPoint> points() {
        return IntStream.range(0, Math.min(MOST_POINTS, records))
                .mapToObj(i -> new MapPoint(
                        id(i),
                        label(i),
                        has(Part.VARIANCE) ? i % 4 : null,
                        has(Part.VARIANCE) ? new double[] {i % 20, i / 20} : new double[2],
                        has(Part.VARIANCE) ? new double[] {i / 20, i % 20} : null,
                        has(Part.VARIANCE) ? new double[] {i % 7, i % 11} : null))
                .toList();
    }

    private List<RankedRecord> ranked(boolean worst) {
        return IntStream.range(0, has(Part.ERRORS) ? Math.min(5, records) : 0)
                .mapToObj(i -> new RankedRecord(
                        i + 1, id(i), label(i), i == 1 ? null : "test", worst ? 9 - i : i, number(0.5)))
                .toList();
    }

    private Analysis figures() {
        Map<Integer, Long> counts = new TreeMap<>();
        IntStream.range(0, records).filter(i -> labels > 0).forEach(i -> counts.merge(label(i), 1L, Long::sum));
        return new Analysis(
                records,
                Map.of("train", (long) records),
                counts,
                units == 0 ? 5000 : units,
                new SampleSizes(100, 100, 100, 100, 100, 1),
                IntStream.range(0, units)
                        .mapToObj(i -> new UnitStatistics(i, 0.5, has(Part.VARIANCE) ? i : 0, 0, 1, 0.25, i == 0))
                        .toList(),
                has(Part.VARIANCE)
                        ? new EffectiveDimension(1.5, 1, 2, List.of(0.9, 0.1))
                        : new EffectiveDimension(Double.NaN, null, null, List.of()),
                scores(),
                has(Part.ERRORS) ? histogram() : null,
                has(Part.BASELINE) ? new PixelBaseline(units, "test", 0.01, number(0.009), number(0.9)) : null,
                has(Part.VARIANCE)
                        ? new Clustering(
                                4, List.of(9L, 8L, 0L, 7L), number(0.4), labels == 0 ? null : Double.valueOf(0.6))
                        : null,
                has(Part.NEIGHBOURHOODS) ? new Neighbourhoods(5, 100, number(0.9), number(0.8)) : null,
                probes(),
                has(Part.DETECTIONS)
                        ? List.of(new Detection("reconstruction_mse", number(0.9), number(0.5), 90, 10))
                        : List.of(),
                has(Part.DISENTANGLEMENT) ? disentanglement() : null,
                has(Part.NOTES) ? List.of("<#if x> is a note of ${x}", "another \"note\"") : List.of());
    }

    private ErrorHistogram histogram() {
        return records == 1
                ? new ErrorHistogram(List.of(0.25, 0.25), List.of(1L), null, 0)
                : new ErrorHistogram(
                        List.of(0.0, 0.1, 0.2, 3.0), List.of(5L, 3L, 1L), has(Part.THRESHOLD) ? 0.15 : null, 1);
    }

    private List<ScoreQuantiles> scores() {
        List<ScoreQuantiles> scores = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        if (has(Part.ERRORS)) {
            columns.addAll(List.of("reconstruction_mse", "anomaly_score"));
        }
        if (has(Part.VARIATIONAL)) {
            columns.addAll(List.of("kl_divergence", "elbo", "log_likelihood"));
        }
        for (String column : columns) {
            for (int label = -1; label < labels; label++) {
                scores.add(new ScoreQuantiles(
                        column,
                        label < 0 ? null : Integer.valueOf(label),
                        records,
                        -1.5,
                        ScoreQuantiles.PROBABILITIES.stream().map(p -> -p).toList()));
            }
        }
        return scores;
    }

    private List<Probe> probes() {
        return labels < 2
                ? List.of()
                : List.of(
                        new Probe("code", units, number(0.9), 0.8, 5, 100, 10),
                        new Probe("pca", units, number(0.8), 0.8, 5, 100, 10),
                        new Probe("pixels", shape.size(), number(0.95), 0.8, 5, 100, 10));
    }

    private Disentanglement disentanglement() {
        return new Disentanglement(
                number(0.25),
                List.of(new Disentanglement.Factor("${factor} <b>", 2.07, 0.25, 0, List.of(number(0.1), 0.2))));
    }

    private DatasetSummary dataset() {
        return new DatasetSummary(
                records,
                Map.of("train", (long) records),
                Map.of(),
                0,
                names,
                shape,
                0.1,
                0.2,
                3,
                0,
                0,
                "made.quarantine",
                List.of(),
                List.of(),
                "0123456789abcdef0123456789abcdef",
                JsonNodeFactory.instance.objectNode().put("input", "made").putNull("nothing"),
                Map.of(),
                "2026-01-01T00:00:00Z");
    }

    private static Provenance provenance(AutoencoderModel model) {
        return Provenance.ofData(
                "analyze",
                Map.of("clusters", 4),
                Map.of("input", "made/codes"),
                List.of("0123456789abcdef0123456789abcdef"),
                model.provenance().identity(),
                Versions.running("3.5.5"));
    }
}
