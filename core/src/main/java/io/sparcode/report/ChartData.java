package io.sparcode.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.MapPoint;
import io.sparcode.report.ShownRecords.Scored;
import io.sparcode.training.EpochMetrics;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What a page's charts are drawn from, as the JSON that its script reads. */
final class ChartData {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A chart is a thousand pixels wide. */
    private static final MathContext PLACES = new MathContext(4);

    private static final List<String> METHODS = List.of("PCA", "t-SNE", "UMAP");
    /** What a point's row has before its places: id, label, cluster and error. */
    private static final int FIRST_PLACE = 4;

    private final ObjectNode root = JSON.createObjectNode();

    ChartData(Analysis analysis, List<EpochMetrics> history) {
        ArrayNode epochs = root.putArray("epochs");
        for (EpochMetrics epoch : history) {
            ObjectNode node = epochs.addObject();
            node.put("name", name(epoch));
            put(node, "loss", epoch.trainingLoss());
            put(node, "training", epoch.trainingMse());
            put(node, "validation", epoch.validationMse());
        }
        root.set("histogram", JSON.valueToTree(analysis.histogram()));
        ArrayNode variances = root.putArray("variances");
        analysis.units().forEach(unit -> add(variances, unit.variance()));
        ArrayNode shares = root.putArray("shares");
        analysis.dimension().varianceShares().forEach(shares::add);
    }

    /** Returns what an epoch is called, after its layer in layer-wise training. */
    static String name(EpochMetrics epoch) {
        return (epoch.stage() == 0 ? "epoch " : "layer " + epoch.stage() + ", epoch ") + epoch.epoch();
    }

    /** Adds the maps: a row a point, with what is told of it. */
    ChartData withMap(List<MapPoint> points, Map<String, Scored> scored) {
        ArrayNode rows = root.putArray("points");
        for (MapPoint point : points) {
            ArrayNode row = rows.addArray();
            row.add(point.id());
            row.add(point.label());
            row.add(point.cluster());
            Scored score = scored.get(point.id());
            add(row, score == null ? Double.NaN : score.error());
            place(row, point.pca());
            place(row, point.tsne());
            place(row, point.umap());
        }
        return this;
    }

    /** Adds where the points' images are on their sheet. */
    void withSheet(ThumbnailSheet sheet) {
        root.putObject("sheet")
                .put("columns", sheet.columns())
                .put("width", sheet.tile().width())
                .put("height", sheet.tile().height());
    }

    /** Adds what labels stand for. */
    ChartData withLabelNames(List<String> names) {
        root.set("labelNames", JSON.valueToTree(names));
        return this;
    }

    /** Returns how many points there are. */
    int points() {
        return root.path("points").size();
    }

    /** Returns the maps that have points, each by its name and its number among all; what tells groups best apart is first. */
    List<Map<String, Object>> methods() {
        List<Map<String, Object>> methods = new ArrayList<>();
        for (int i = METHODS.size() - 1; i >= 0; i--) {
            int column = FIRST_PLACE + 2 * i;
            if (StreamSupport.stream(root.path("points").spliterator(), false)
                    .anyMatch(point -> point.get(column).isNumber())) {
                methods.add(Map.of("name", METHODS.get(i), "index", i));
            }
        }
        return methods;
    }

    private static void place(ArrayNode row, double[] place) {
        add(row, place == null ? Double.NaN : place[0]);
        add(row, place == null ? Double.NaN : place[1]);
    }

    private static void add(ArrayNode row, double value) {
        if (Double.isFinite(value)) {
            row.add(new BigDecimal(value).round(PLACES));
        } else {
            row.addNull();
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    /** Returns it as text that may stand in a script element: no tag begins or ends in it. */
    String toJson() {
        try {
            return JSON.writeValueAsString(root).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and names can be written", e);
        }
    }
}
