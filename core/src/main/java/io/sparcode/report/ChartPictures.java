package io.sparcode.report;

import io.sparcode.analysis.ErrorHistogram;
import io.sparcode.analysis.MapPoint;
import io.sparcode.training.EpochMetrics;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Charts as pictures, for readers that run no script. */
final class ChartPictures {
    private static final Logger LOG = LoggerFactory.getLogger(ChartPictures.class);

    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    /** Colours that differ in brightness too: Okabe and Ito's, without the yellow that is lost on white. */
    private static final Color[] COLOURS = {
        new Color(0x0072b2), new Color(0xd55e00), new Color(0x00805c), new Color(0xa64d85), new Color(0x7a5c00),
        new Color(0x5b4fc4), new Color(0xb3122d), new Color(0x4d4d4d), new Color(0x0a7f8f), new Color(0x8c564b)
    };

    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND
    };

    private ChartPictures() {}

    /** Returns whether charts can be drawn: a container's Java may have no font at all, and then says so in many ways. */
    static boolean canBeDrawn() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 10).getStringBounds("0", new FontRenderContext(null, true, true));
            return true;
        } catch (LinkageError | InternalError | RuntimeException e) {
            LOG.warn(
                    "no charts are drawn as PNG, since Java finds no font ({}): install fontconfig and a font",
                    e.toString());
            return false;
        }
    }

    /** Draws the losses and errors of the whole graph's epochs; empty where there are none. */
    static Optional<Picture> lossCurves(List<EpochMetrics> history) {
        List<EpochMetrics> epochs =
                history.stream().filter(epoch -> epoch.stage() == 0).toList();
        if (epochs.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = chart("epoch", "mean squared error");
        chart.getStyler().setYAxisMin(0.0);
        double[] numbers = epochs.stream().mapToDouble(EpochMetrics::epoch).toArray();
        addCurve(
                chart,
                "training error",
                SeriesMarkers.CIRCLE,
                numbers,
                epochs.stream().mapToDouble(EpochMetrics::trainingMse).toArray());
        addCurve(
                chart,
                "validation error",
                SeriesMarkers.SQUARE,
                numbers,
                epochs.stream().mapToDouble(EpochMetrics::validationMse).toArray());
        // The loss has its penalties and may be of another kind: it has an axis of its own.
        addCurve(
                        chart,
                        "training loss",
                        SeriesMarkers.TRIANGLE_UP,
                        numbers,
                        epochs.stream().mapToDouble(EpochMetrics::trainingLoss).toArray())
                .ifPresent(series -> {
                    series.setYAxisGroup(1);
                    chart.setYAxisGroupTitle(1, "loss");
                    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
                });
        return Optional.of(picture(
                "loss-curves",
                "Training and validation error after each epoch, and the loss in training.",
                "Curves of the training error, of the validation error where there is one, and of the training loss, over "
                        + epochs.size() + " epochs.",
                chart));
    }

    private static Optional<XYSeries> addCurve(
            XYChart chart, String name, Marker marker, double[] epochs, double[] values) {
        if (!Double.isFinite(values[0])) {
            return Optional.empty();
        }
        XYSeries series = chart.addSeries(name, epochs, values);
        series.setMarker(marker);
        return Optional.of(series);
    }

    /** Draws the errors' histogram, with the threshold of anomalies. */
    static Picture scoreHistogram(ErrorHistogram histogram) {
        XYChart chart = chart("reconstruction error", "records");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
        List<Double> counts = new ArrayList<>(
                histogram.counts().stream().map(Long::doubleValue).toList());
        counts.add(0.0);
        chart.addSeries("records", histogram.edges(), counts).setMarker(SeriesMarkers.NONE);
        if (histogram.threshold() != null) {
            double highest = counts.stream().mapToDouble(count -> count).max().orElse(1);
            XYSeries line = chart.addSeries(
                    "threshold", new double[] {histogram.threshold(), histogram.threshold()}, new double[] {0, highest
                    });
            line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
            line.setMarker(SeriesMarkers.NONE);
            line.setLineStyle(
                    new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
        }
        boolean marked = histogram.threshold() != null;
        return picture(
                "score-histogram",
                "How many records have which reconstruction error"
                        + (marked ? "; records beyond the threshold are marked as anomalies." : "."),
                "A histogram of the reconstruction errors" + (marked ? " with a dashed line at the threshold." : "."),
                chart);
    }

    /**
     * Draws a map, coloured by label, or by cluster where there are none, or in one colour where there is neither; empty where
     * no point is on it.
     */
    static Optional<Picture> map(String name, String title, List<MapPoint> points, Function<MapPoint, double[]> place) {
        boolean labelled = points.stream().map(MapPoint::label).anyMatch(Objects::nonNull);
        boolean clustered = !labelled && points.stream().map(MapPoint::cluster).anyMatch(Objects::nonNull);
        Map<Integer, List<double[]>> groups = new TreeMap<>();
        for (MapPoint point : points) {
            Integer group = labelled ? point.label() : clustered ? point.cluster() : Integer.valueOf(0);
            if (place.apply(point) != null && group != null) {
                groups.computeIfAbsent(group, absent -> new ArrayList<>()).add(place.apply(point));
            }
        }
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = chart(title + " 1", title + " 2");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        chart.getStyler().setMarkerSize(5);
        String by = labelled ? "label" : clustered ? "cluster" : "";
        for (Map.Entry<Integer, List<double[]>> group : groups.entrySet()) {
            chart.addSeries(
                            by.isEmpty() ? "records" : by + " " + group.getKey(),
                            group.getValue().stream().mapToDouble(xy -> xy[0]).toArray(),
                            group.getValue().stream().mapToDouble(xy -> xy[1]).toArray())
                    .setMarker(marker(chart.getSeriesCollection().size() - 1));
        }
        return Optional.of(picture(
                name,
                "A map of the codes by " + title + (by.isEmpty() ? "." : ", coloured by " + by + "."),
                "A scatter plot of codes in two dimensions by " + title
                        + (by.isEmpty() ? "." : ", with a colour and a shape for each " + by + "."),
                chart));
    }

    /** With the ten colours in turn, 40 groups are told apart. */
    private static Marker marker(int group) {
        return MARKERS[(group + group / (2 * COLOURS.length)) % MARKERS.length];
    }

    private static XYChart chart(String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(LegendPosition.OutsideE)
                .setSeriesColors(COLOURS);
        chart.getStyler().setPlotBorderVisible(false);
        return chart;
    }

    private static Picture picture(String name, String caption, String alternative, XYChart chart) {
        try {
            return new Picture(name, caption, alternative, ChartEncoder.getBytes(chart, "png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
