package io.sparcode.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.template.TemplateMethodModelEx;
import io.sparcode.analysis.AnalysisJson;
import io.sparcode.analysis.Detection;
import io.sparcode.analysis.RankedRecord;
import io.sparcode.analysis.ScoreQuantiles;
import io.sparcode.image.Image;
import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.training.EpochMetrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Everything that a page's templates name. */
final class ReportPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Labels whose scores a page has, so that it does not grow with their number. */
    private static final int MOST_LABELS = 100;

    private final ReportSubject subject;
    private final ChartData charts;
    private final Map<String, Object> model = new HashMap<>();
    private Map<String, RecordImages.Pair> rankedImages = Map.of();

    ReportPage(ReportSubject subject, ChartData charts) {
        this.subject = subject;
        this.charts = charts;
        withPictures(List.of()).withCharts(List.of());
    }

    /** Shows pictures, in their order. */
    ReportPage withPictures(List<Picture> pictures) {
        model.put("pictures", pictures.stream().map(ReportPage::described).toList());
        return this;
    }

    /** Shows pictures of charts where no script runs. */
    ReportPage withCharts(List<Picture> pictures) {
        Map<String, List<Map<String, Object>>> byChart = new HashMap<>();
        pictures.forEach(picture -> {
            String chart =
                    picture.name().startsWith("map") ? "map" : picture.name().replaceAll("score-|-curves", "");
            byChart.computeIfAbsent(chart, absent -> new ArrayList<>()).add(described(picture));
        });
        model.put("charts", byChart);
        return this;
    }

    /** Shows the points' images where one hovers over them. */
    ReportPage withThumbnails(ThumbnailSheet sheet) {
        charts.withSheet(sheet);
        model.put("sheet", Map.of("uri", uri(sheet.type(), sheet.bytes())));
        return this;
    }

    /** Shows the ranked records' images and what is made of them. */
    ReportPage withRanked(Map<String, RecordImages.Pair> images) {
        rankedImages = images;
        return this;
    }

    /** Makes the page. */
    String html() {
        JsonNode json = AnalysisJson.tree(subject.figures());
        model.put("analysis", JSON.convertValue(json, Map.class));
        model.put("figure", new FigureMethod(json));
        model.put("labelName", (TemplateMethodModelEx)
                arguments -> labelName(Integer.valueOf(arguments.get(0).toString())));
        model.put(
                "shownLabels",
                subject.figures().labels().keySet().stream().limit(MOST_LABELS).toList());
        model.put("codeSize", Numbers.whole(subject.figures().codeSize()));
        model.put("bestDetection", bestDetection());
        model.put("pointCount", charts.points());
        model.put("methods", charts.methods());
        model.put(
                "probabilities",
                ScoreQuantiles.PROBABILITIES.stream().map(ReportPage::share).toList());
        model.put(
                "epochs",
                subject.model().history().stream().map(ReportPage::told).toList());
        model.put(
                "ranked",
                List.of(
                        ranked(
                                "Reconstructed worst",
                                "The records with the greatest errors",
                                subject.codes().mostAnomalous()),
                        ranked(
                                "Reconstructed best",
                                "The records with the least errors",
                                subject.codes().leastAnomalous())));
        model.putAll(Origins.of(subject));
        model.put(
                "chartData",
                charts.withLabelNames(subject.dataset().labelNames()).toJson());
        return PageTemplate.fill(model);
    }

    private int bestDetection() {
        List<Detection> detections = subject.figures().detections();
        return IntStream.range(0, detections.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> detections.get(i).rocAuc()))
                .orElse(-1);
    }

    private static String share(double probability) {
        return probability == 0 ? "least" : probability == 1 ? "greatest" : Math.round(100 * probability) + "\u00a0%";
    }

    private static Map<String, Object> told(EpochMetrics epoch) {
        return Map.of(
                "name", ChartData.name(epoch),
                "loss", Numbers.decimal(epoch.trainingLoss()),
                "training", Numbers.decimal(epoch.trainingMse()),
                "validation", Numbers.decimal(epoch.validationMse()),
                "speed", Numbers.whole(Math.round(epoch.imagesPerSecond())));
    }

    private Map<String, Object> ranked(String title, String caption, List<RankedRecord> records) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RankedRecord record : records.subList(0, Math.min(Report.RANKED, records.size()))) {
            Map<String, Object> row = new HashMap<>();
            row.put("rank", Numbers.whole(record.rank()));
            row.put("id", record.id());
            row.put("label", record.label() == null ? "" : labelName(record.label()));
            row.put("split", record.split() == null ? "" : record.split());
            row.put("error", Numbers.decimal(record.reconstructionMse()));
            row.put("score", Numbers.decimal(record.anomalyScore()));
            RecordImages.Pair pair = rankedImages.get(record.id());
            if (pair != null) {
                row.put("original", uri("png", png(pair.original())));
                row.put("made", uri("png", png(pair.made())));
            }
            rows.add(row);
        }
        return Map.of("title", title, "caption", caption, "rows", rows, "images", !rankedImages.isEmpty());
    }

    private String labelName(int label) {
        List<String> names = subject.dataset().labelNames();
        return label >= 0 && label < names.size() ? label + " (" + names.get(label) + ")" : String.valueOf(label);
    }

    private static byte[] png(Image image) {
        ImageShape shape = image.shape();
        ImageGrid tile = new ImageGrid(1, 1, shape.height(), shape.width());
        tile.draw(0, 0, image);
        return tile.png();
    }

    private static Map<String, Object> described(Picture picture) {
        // A PNG begins with its header, which has width and height at the sixteenth and the twentieth byte.
        ByteBuffer header = ByteBuffer.wrap(picture.png());
        return Map.of(
                "name", picture.name(),
                "caption", picture.caption(),
                "alternative", picture.alternative(),
                "uri", uri("png", picture.png()),
                "width", header.getInt(16),
                "height", header.getInt(20));
    }

    private static String uri(String type, byte[] image) {
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(image);
    }
}
