package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.training.EpochMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a flavour reached on MNIST's test images.
 *
 * @param workers that trained it
 * @param batchSize of each
 * @param codeSize values
 * @param step what computed it
 * @param error mean squared error; from corrupted images where it is trained on such
 * @param componentsError of as many principal components, from clean images; NaN where there are not as many
 * @param figures of its own kind
 * @param activity mean absolute value of the code
 * @param zeros share of the code's values that are 0
 * @param history of its training
 */
record FlavourResult(
        String flavour,
        int workers,
        int batchSize,
        int codeSize,
        String step,
        double error,
        double componentsError,
        List<FlavourFigures.Figure> figures,
        double activity,
        double zeros,
        List<EpochMetrics> history) {
    /**
     * Test errors of the same graphs in a plain single-process run: seed 0, 5 epochs, batch 64; of denoising ones from
     * corrupted inputs.
     */
    private static final Map<String, Double> ERRORS = Map.of(
            "vanilla-linear", 0.0099,
            "vanilla-sigmoid", 0.0045,
            "sparse-l1", 0.0170,
            "sparse-relu", 0.0063,
            "multilayer-linear", 0.0142,
            "multilayer", 0.0064,
            "conv-small", 0.0017,
            "denoising-gaussian", 0.0172);

    /** How far above its figure an error may be. */
    private static final double TOLERANCE = 1.05;

    /** Mean activities of codes. */
    private static final Map<String, Range> ACTIVITIES =
            Map.of("vanilla-linear", new Range(0.45, 0.55), "sparse-l1", new Range(0.12, 0.17));

    /** Flavours' own figures. */
    private static final Map<String, Map<String, Range>> OWN = Map.of(
            "tied-linear", Map.of(FlavourFigures.RATIO_TO_PCA, Range.atMost(1.01)),
            "variational", Map.of(FlavourFigures.BOUND, Range.atMost(107)),
            "concrete",
                    Map.of(
                            FlavourFigures.DISTINCT, Range.atLeast(45),
                            FlavourFigures.ACCURACY, Range.atLeast(0.88)),
            "contractive", Map.of(FlavourFigures.CONTRACTION, Range.atMost(0.5)));

    private static final List<String> COLUMNS = List.of(
            "flavour",
            "workers",
            "batch of each",
            "code",
            "step",
            "test error",
            "PCA",
            "own figure",
            "mean activity",
            "zeros",
            "images/s",
            "seconds");

    private record Range(double lowest, double highest) {
        static Range atMost(double highest) {
            return new Range(Double.NEGATIVE_INFINITY, highest);
        }

        static Range atLeast(double lowest) {
            return new Range(lowest, Double.POSITIVE_INFINITY);
        }

        void check(String what, double value) {
            assertTrue(
                    value >= lowest && value <= highest,
                    () -> what + " is " + value + ", allowed is " + lowest + " to " + highest);
        }
    }

    /** Returns what must hold: of one worker the published figures, of more an error near to that of one. */
    List<Runnable> checks(List<FlavourResult> all) {
        List<Runnable> checks = new ArrayList<>();
        if (workers > 1) {
            all.stream()
                    .filter(one -> one.workers == 1 && one.flavour.equals(flavour))
                    .forEach(one -> checks.add(() -> Range.atMost(one.error * (workers == 2 ? 1.1 : 1.2))
                            .check(flavour + "'s error with " + workers + " workers", error)));
            return checks;
        }
        if (ERRORS.containsKey(flavour)) {
            checks.add(() -> Range.atMost(ERRORS.get(flavour) * TOLERANCE).check(flavour + "'s error", error));
        }
        if (ACTIVITIES.containsKey(flavour)) {
            checks.add(() -> ACTIVITIES.get(flavour).check(flavour + "'s mean activity", activity));
        }
        OWN.getOrDefault(flavour, Map.of())
                .forEach((name, range) -> checks.add(() -> range.check(flavour + "'s " + name, figure(name))));
        return checks;
    }

    private double figure(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(FlavourFigures.Figure::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(flavour + " has no figure '" + name + "': " + figures));
    }

    /** Returns the table of several, in Markdown. */
    static List<String> table(List<FlavourResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(line(COLUMNS));
        lines.add("|" + " --- |".repeat(COLUMNS.size()));
        results.forEach(result -> lines.add(line(result.cells())));
        return lines;
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private List<String> cells() {
        double[] rates = history.stream()
                .mapToDouble(EpochMetrics::imagesPerSecond)
                .sorted()
                .toArray();
        double seconds = history.stream().mapToDouble(EpochMetrics::seconds).sum();
        return Arrays.asList(
                "`" + flavour + "`",
                "" + workers,
                "" + batchSize,
                "" + codeSize,
                step,
                format("%.4f", error),
                Double.isNaN(componentsError) ? "" : format("%.4f", componentsError),
                figures.stream().map(FlavourFigures.Figure::toString).collect(Collectors.joining("; ")),
                format("%.2f", activity),
                format("%.0f %%", 100 * zeros),
                format("%,.0f", rates[rates.length / 2]),
                format("%.0f", seconds));
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
