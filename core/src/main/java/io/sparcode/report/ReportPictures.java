package io.sparcode.report;

import static org.apache.spark.sql.functions.col;

import io.sparcode.analysis.MapPoint;
import io.sparcode.analysis.RankedRecord;
import io.sparcode.analysis.ScoreQuantiles;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageShape;
import io.sparcode.report.ReconstructionPictures.Line;
import io.sparcode.report.ShownRecords.Scored;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Draws all pictures of a report. */
final class ReportPictures {
    /** Records beside each other, and sets of records with one of each label. */
    private static final int BESIDE = 10;

    private static final int SETS = 2;

    private final ReportSubject subject;
    private final Dataset<Row> encoded;
    private final Dataset<Row> images;

    /**
     * Takes what there is to draw.
     *
     * @param encoded rows with id, label, split and reconstruction error
     * @param images rows with id, split and the columns that the model was trained on; its target may be absent
     */
    ReportPictures(ReportSubject subject, Dataset<Row> encoded, Dataset<Row> images) {
        this.subject = subject;
        this.encoded = encoded;
        this.images = images;
    }

    /** Returns those of charts, unless there is no font. */
    List<Picture> charts() {
        if (!ChartPictures.canBeDrawn()) {
            return List.of();
        }
        List<Picture> charts = new ArrayList<>();
        ChartPictures.lossCurves(subject.model().history()).ifPresent(charts::add);
        if (subject.figures().histogram() != null) {
            charts.add(ChartPictures.scoreHistogram(subject.figures().histogram()));
        }
        ChartPictures.map("map-pca", "PCA", subject.codes().sample(), MapPoint::pca)
                .ifPresent(charts::add);
        ChartPictures.map("map-tsne", "t-SNE", subject.codes().sample(), MapPoint::tsne)
                .ifPresent(charts::add);
        ChartPictures.map("map-umap", "UMAP", subject.codes().sample(), MapPoint::umap)
                .ifPresent(charts::add);
        return charts;
    }

    /** Returns those of what the model has learnt. */
    List<Picture> ofModel() {
        ModelPictures model = new ModelPictures(subject.model());
        List<Picture> pictures = new ArrayList<>();
        model.kernels().ifPresent(pictures::add);
        model.decodedGrid().ifPresent(pictures::add);
        if (subject.model().selection().isPresent()) {
            Optional<ImageShape> shape = subject.model().inputShape().asImage();
            shape.map(this::meanImage).flatMap(model::selection).ifPresent(pictures::add);
        }
        return pictures;
    }

    private float[] meanImage(ImageShape shape) {
        Dataset<Row> rows = count(ImageRows.TRAIN) > 0 ? subject.model().trainingRecords(images) : images;
        return MeanImage.of(rows, subject.model().getInputCol(), shape.size(), shape.channels());
    }

    /** Returns those of records and their reconstructions, in the order in which a page shows them. */
    List<Picture> ofRecords(ReconstructionPictures maker) {
        String split = shownSplit();
        ShownRecords shown = new ShownRecords(
                split.isEmpty() ? encoded : encoded.where(inSplit(split)),
                subject.figures().samples().seed());
        boolean labelled = !subject.figures().labels().isEmpty() && shown.haveLabels();
        List<List<String>> sets = shown.ofEachLabel(SETS, BESIDE, labelled);
        double median = median();
        List<String> typical = Double.isNaN(median) ? List.of() : shown.nearest(median, BESIDE);
        List<String> best = ids(subject.codes().leastAnomalous());
        List<String> worst = ids(subject.codes().mostAnomalous());
        Set<String> all = new LinkedHashSet<>(typical);
        sets.forEach(all::addAll);
        all.addAll(best);
        all.addAll(worst);
        Gathered gathered = new Gathered(
                maker,
                new RecordImages(images, subject.model(), all),
                ShownRecords.scored(encoded, all),
                split.isEmpty() ? "" : " of the " + split + " split");
        List<Picture> pictures = new ArrayList<>();
        String what = (labelled ? " of each label" : "") + gathered.where;
        for (int set = 0; set < sets.size(); set++) {
            String which = set == 0 ? "Records" : "Other records";
            gathered.draw("reconstructions-" + (set + 1), which + what, sets.get(set), gathered.lines())
                    .ifPresent(pictures::add);
        }
        gathered.draw("best", "The records that are reconstructed best", best, gathered.lines())
                .ifPresent(pictures::add);
        gathered.draw(
                        "typical",
                        "Records" + gathered.where + " with errors about the median",
                        typical,
                        gathered.lines())
                .ifPresent(pictures::add);
        gathered.draw("worst", "The records that are reconstructed worst", worst, gathered.lines())
                .ifPresent(pictures::add);
        if (maker.isDenoising() && !sets.isEmpty()) {
            List<Line> lines = List.of(Line.CORRUPTED, Line.RECONSTRUCTION, Line.ORIGINAL);
            gathered.draw(
                            "denoising",
                            "Corrupted records" + gathered.where + ", what is made of them, and clean",
                            sets.get(0),
                            lines)
                    .ifPresent(pictures::add);
        }
        return pictures;
    }

    private record Gathered(
            ReconstructionPictures maker, RecordImages images, Map<String, Scored> scored, String where) {
        List<Line> lines() {
            return maker.lines().stream()
                    .filter(line -> line != Line.TARGET || images.haveTargets())
                    .toList();
        }

        Optional<Picture> draw(String name, String what, List<String> wanted, List<Line> lines) {
            List<String> ids = wanted.stream().filter(images::has).toList();
            if (ids.isEmpty()) {
                return Optional.empty();
            }
            String rows = lines.stream().map(Line::toString).collect(Collectors.joining(", "));
            String each = ids.stream().map(this::told).collect(Collectors.joining("; "));
            return Optional.of(new Picture(
                    name,
                    what + ". Rows from the top: " + rows + "." + maker.note(images.batch(ids)),
                    what + ": " + ids.size() + " columns with " + rows + ". From the left: " + each + ".",
                    maker.png(images.batch(ids), lines)));
        }

        private String told(String id) {
            Scored score = scored.get(id);
            if (score == null) {
                return id;
            }
            String label = score.label() == null ? id : "label " + score.label();
            return Double.isNaN(score.error()) ? label : label + " with error " + Numbers.decimal(score.error());
        }
    }

    private static List<String> ids(List<RankedRecord> ranked) {
        return ranked.stream().limit(BESIDE).map(RankedRecord::id).toList();
    }

    private double median() {
        return subject.figures().scores().stream()
                .filter(scores -> scores.score().equals(EncodedColumns.RECONSTRUCTION_MSE) && scores.label() == null)
                .mapToDouble(scores -> scores.quantiles().get(ScoreQuantiles.PROBABILITIES.indexOf(0.5)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private String shownSplit() {
        if (count(ImageRows.TEST) > 0) {
            return ImageRows.TEST;
        }
        return count(ImageRows.VALIDATION) > 0 ? ImageRows.VALIDATION : "";
    }

    private long count(String split) {
        return subject.figures().splits().getOrDefault(split, 0L);
    }

    private static Column inSplit(String split) {
        return col(ImageRows.SPLIT).equalTo(split);
    }
}
