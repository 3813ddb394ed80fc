package io.sparcode.analysis;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.CodeColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes all figures and maps of encoded rows, on the cluster or on samples of stated size. */
public final class CodeAnalyzer {
    private static final Logger LOG = LoggerFactory.getLogger(CodeAnalyzer.class);

    private final AnalysisOptions options;
    private final Set<Integer> trainingLabels;

    /** Prepares to analyse codes of a model that was trained on records of all labels. */
    public CodeAnalyzer(AnalysisOptions options) {
        this(options, Set.of());
    }

    /**
     * Prepares to analyse.
     *
     * @param trainingLabels labels of the records that the model was trained on, by which alone it is compared with principal
     *     components; none for all records
     */
    public CodeAnalyzer(AnalysisOptions options, Set<Integer> trainingLabels) {
        this.options = options;
        this.trainingLabels = Set.copyOf(trainingLabels);
    }

    /**
     * Analyses codes of which no images are at hand: there is no baseline, nothing is said of neighbourhoods, and only codes
     * are probed.
     *
     * @param encoded {@code id} and {@code code}; {@code label}, {@code split}, scores and {@code factors} where there are such; more
     *     than {@link ImageRows#MAX_LABELS} labels are no classes, and count as none
     * @throws BadDataException if a column is missing, there are no rows, or none has one of the anomalous labels
     */
    public AnalyzedCodes analyze(Dataset<Row> encoded) {
        return analyzeWith(encoded, null, false);
    }

    /**
     * Analyses codes and the images they are of.
     *
     * @param encoded as {@link #analyze(Dataset)}
     * @param images {@code id} and images in Spark's schema
     * @param imageColumn the images' column
     * @throws BadDataException as {@link #analyze(Dataset)}, or if the images have no such columns
     */
    public AnalyzedCodes analyze(Dataset<Row> encoded, Dataset<Row> images, String imageColumn) {
        return analyzeWith(encoded, ImagePixels.of(images, imageColumn), true);
    }

    /**
     * As {@link #analyze(Dataset, Dataset, String)}, of a model that gives other images than it takes: its errors are not
     * compared with those of principal components.
     */
    public AnalyzedCodes analyzeWithTarget(Dataset<Row> encoded, Dataset<Row> images, String imageColumn) {
        return analyzeWith(encoded, ImagePixels.of(images, imageColumn), false);
    }

    private AnalyzedCodes analyzeWith(Dataset<Row> encoded, ImagePixels pixels, boolean hasBaseline) {
        EncodedRows all = new EncodedRows(encoded);
        EncodedRows given = timed("labels", all::labelledByClass);
        Notes notes = new Notes();
        if (given != all) {
            notes.add("labels are left out: there are more than " + ImageRows.MAX_LABELS + ", which are no classes");
        }
        int codeSize = CodeSketch.codeSize(given.frame());
        boolean sketched = codeSize > CodeSketch.WIDEST;
        EncodedRows rows = sketched ? given.sketched() : given;
        if (sketched) {
            notes.add("codes have more than " + CodeSketch.WIDEST
                    + " values: dimensions, clusters, maps, neighbourhoods and probes are of sketches of "
                    + CodeSketch.WIDTH + ", and there are no figures of units");
        }
        Counts counts = timed("records", () -> Counts.of(rows));
        Moments moments = timed("units", () -> Moments.of(rows.codes()));
        if (!moments.areFinite()) {
            throw new BadDataException("codes must be finite numbers; in column " + CodeColumn.NAME + " some are not");
        }
        boolean alike = moments.areAllAlike();
        if (alike) {
            notes.ofConstantCodes(counts.records());
        }
        if (counts.labels().isEmpty() && given == all) {
            notes.add("no record has a label: no probes, and clusters are not compared with labels");
        }
        List<UnitStatistics> units =
                IntStream.range(0, moments.size()).mapToObj(moments::statistics).toList();
        PrincipalComponents components =
                timed("principal components", () -> PrincipalComponents.of(moments, moments.size()));
        ScoreFigures scores = new ScoreFigures(rows);
        List<ScoreQuantiles> quantiles = timed("scores", scores::quantiles);
        ErrorHistogram histogram = timed("histogram", scores::histogram);
        List<RankedRecord> most = timed("most anomalous", scores::mostAnomalous);
        List<RankedRecord> least = timed("least anomalous", scores::leastAnomalous);
        List<Detection> detections = timed(
                "detections",
                () -> Detections.of(
                        rows, options.anomalousLabels(), counts.labels().keySet()));
        Disentanglement disentanglement =
                sketched ? null : timed("disentanglement", () -> FactorFigures.of(rows, units));
        if (disentanglement != null && Double.isNaN(disentanglement.mutualInformationGap())) {
            notes.add("there is no mutual information gap: no factor varies");
        }
        SampleSizes sizes = options.samples();
        Sample.Parts parts = Sample.Parts.of(counts.splits().keySet(), counts.labelled(), trainingLabels);
        try (Sample sample = Sample.draw(rows.frame(), pixels == null ? null : pixels.frame(), parts, sizes)) {
            Dataset<Row> clustered = sample.ofAll(sizes.clusters());
            Clusters clusters = timed(
                    "clusters",
                    () -> alike ? Clusters.none() : Clusters.of(clustered, options.clusters(), sizes.seed()));
            Clustering clustering = timed("clustering", () -> clusters.figures(rows.frame(), clustered));
            Pixels images = timed("pixels", () -> Pixels.of(sample.trained(sizes.pixels()), codeSize));
            PixelBaseline baseline = pixels == null || !hasBaseline || given.isOfCorrupted()
                    ? null
                    : timed("baseline", () -> baseline(pixels, images, sample, codeSize, parts.compared()));
            notes.ofImages(pixels, hasBaseline, given.isOfCorrupted(), baseline);
            notes.ofSplits(parts);
            Neighbourhoods neighbourhoods = pixels == null
                    ? null
                    : timed("neighbourhoods", () -> neighbourhoods(sample.ofAll(sizes.neighbourhoods()), notes));
            List<Probe> probes = counts.labels().isEmpty()
                    ? List.of()
                    : timed(
                            "probes",
                            () -> new Probes(
                                            sample.learnt(sizes.probe()),
                                            sample.asked(sizes.probe()),
                                            options.neighbours(),
                                            notes::add)
                                    .run(images == null ? null : images.components()));
            CodeMap map = new CodeMap(clusters, components);
            List<MapPoint> places = timed("maps", () -> map.places(sample.ofAll(sizes.map()), sizes.seed()));
            if (!alike) {
                notes.ofSample(clustering, places);
            }
            Analysis figures = new Analysis(
                    counts.records(),
                    counts.splits(),
                    counts.labels(),
                    codeSize,
                    sizes,
                    sketched ? List.of() : units,
                    components.dimension(),
                    quantiles,
                    histogram,
                    baseline,
                    clustering,
                    neighbourhoods,
                    probes,
                    detections,
                    disentanglement,
                    notes.all());
            return new AnalyzedCodes(figures, most, least, places, map.frame(rows.frame(), places));
        }
    }

    /** Compares with principal components of the images as they are, which the sample's are unless these were shrunk. */
    private PixelBaseline baseline(ImagePixels pixels, Pixels images, Sample sample, int codeSize, String split) {
        int size = pixels.mostCompared(options.samples().pixels());
        Pixels whole = pixels.atFullSize()
                ? images
                : pixels.componentsOfLarge(
                        sample.trained(size), codeSize, options.samples().seed());
        return whole == null ? null : whole.baseline(pixels.enlarged(sample.compared(size)), split);
    }

    private static <T> T timed(String step, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        LOG.info("{}: {} s", step, String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9));
        return result;
    }

    /**
     * How many records there are.
     *
     * @param splits how many of each split
     * @param labels how many of each label
     * @param labelled splits that have records with labels
     */
    private record Counts(long records, Map<String, Long> splits, Map<Integer, Long> labels, Set<String> labelled) {
        static Counts of(EncodedRows rows) {
            long records = 0;
            Map<String, Long> splits = new TreeMap<>();
            Map<Integer, Long> labels = new TreeMap<>();
            Set<String> labelled = new TreeSet<>();
            for (Row row : rows.frame()
                    .groupBy(ImageRows.SPLIT, ImageRows.LABEL)
                    .count()
                    .collectAsList()) {
                records += row.getLong(2);
                if (!row.isNullAt(0)) {
                    splits.merge(row.getString(0), row.getLong(2), Long::sum);
                }
                if (!row.isNullAt(1)) {
                    labels.merge(row.getInt(1), row.getLong(2), Long::sum);
                    labelled.add(row.isNullAt(0) ? ImageRows.TRAIN : row.getString(0));
                }
            }
            if (records == 0) {
                throw new BadDataException("there are no encoded rows to analyse");
            }
            return new Counts(records, splits, labels, labelled);
        }
    }

    private Neighbourhoods neighbourhoods(Dataset<Row> sample, Notes notes) {
        List<Row> records = sample.where(col(Sample.PIXELS).isNotNull())
                .select(ImageRows.ID, CodeColumn.NAME, Sample.PIXELS)
                .orderBy(ImageRows.ID)
                .collectAsList();
        Points codes = new Points(
                records.stream().map(row -> CodeColumn.floats(row.getSeq(1))).toList());
        Points images = new Points(
                records.stream().map(row -> Pixels.vector(row.get(2))).toList());
        Neighbourhoods kept = images.keptIn(codes, options.neighbours());
        if (kept == null) {
            notes.ofNeighbourhoods(codes, images);
        }
        return kept;
    }
}
