package io.sparcode.jobs;

import io.sparcode.analysis.Detection;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well a flavour's scores tell one digit from the others: a row of the table of {@code conf/flavours/README.md}.
 *
 * @param flavour its name
 * @param codeSize values in a code
 * @param epochs passes over a digit's training images
 * @param seconds a training's, the median
 * @param figures by score, of each digit and seed
 */
record AnomalyResult(
        String flavour, int codeSize, int epochs, double seconds, Map<String, List<AnomalyResult.OfDigit>> figures) {
    private static final List<String> COLUMNS =
            List.of(EncodedColumns.RECONSTRUCTION_MSE, EncodedColumns.RECONSTRUCTION_BCE, EncodedColumns.ANOMALY_SCORE);

    /**
     * Of a model that was trained on one digit.
     *
     * @param digit that one
     * @param detection by the score
     */
    record OfDigit(int digit, Detection detection) {
        double rocAuc() {
            return detection.rocAuc();
        }
    }

    /** Returns the mean area under the ROC curve by the best score. */
    double bestAuc() {
        return meanAuc(bestScore());
    }

    private String bestScore() {
        return figures.keySet().stream()
                .max(Comparator.comparingDouble(this::meanAuc))
                .orElseThrow();
    }

    private double meanAuc(String score) {
        return figures.get(score).stream()
                .mapToDouble(OfDigit::rocAuc)
                .average()
                .orElseThrow();
    }

    static List<String> table(List<AnomalyResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add("| flavour | code | epochs | "
                + COLUMNS.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" | "))
                + " | other scores | least, of digit | average precision | seconds |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        results.forEach(result -> lines.add(result.row()));
        return lines;
    }

    String row() {
        OfDigit least = figures.get(bestScore()).stream()
                .min(Comparator.comparingDouble(OfDigit::rocAuc))
                .orElseThrow();
        double precision = figures.get(bestScore()).stream()
                .mapToDouble(of -> of.detection.averagePrecision())
                .average()
                .orElseThrow();
        String others = figures.keySet().stream()
                .filter(score -> !COLUMNS.contains(score))
                .map(score -> "`" + score + "` " + cell(score))
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "| `%s` | %d | %d | %s | %s | %.3f, of %d | %.3f | %.0f |",
                flavour,
                codeSize,
                epochs,
                COLUMNS.stream().map(this::cell).collect(Collectors.joining(" | ")),
                others,
                least.rocAuc(),
                least.digit(),
                precision,
                seconds);
    }

    private String cell(String score) {
        return figures.containsKey(score) ? String.format(Locale.ROOT, "%.3f", meanAuc(score)) : "";
    }
}
