package io.sparcode.report;

import io.sparcode.analysis.MapPoint;
import io.sparcode.analysis.RankedRecord;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.storage.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an analysis found, as pictures and as one page that holds them, its charts and all they need. */
public final class Report {
    /** The page's file. */
    public static final String FILE = "report.html";
    /** The folder of the pictures, beside the page. */
    public static final String PICTURES = "pictures";

    /** Points on a map, which a page holds with a small image each. */
    private static final int MOST_POINTS = 2000;
    /** Records in each of the page's tables of the worst and the best. */
    static final int RANKED = 20;

    private final String html;
    private final List<Picture> pictures;

    private Report(String html, List<Picture> pictures) {
        this.html = html;
        this.pictures = List.copyOf(pictures);
    }

    /**
     * Draws the pictures and makes the page.
     *
     * @param subject whose model is set to corrupt records, by the same seed, where the encoded ones were corrupted
     * @param encoded rows with id, label, split and reconstruction error, which may be null
     * @param images rows with id, split and the columns that the model was trained on; its target may be absent
     */
    public static Report of(ReportSubject subject, Dataset<Row> encoded, Dataset<Row> images) {
        return ofTyped(subject, ShownRecords.typed(encoded), RecordImages.typed(images));
    }

    private static Report ofTyped(ReportSubject subject, Dataset<Row> encoded, Dataset<Row> images) {
        ReportPictures pictures = new ReportPictures(subject, encoded, images);
        Optional<ReconstructionPictures> maker = ReconstructionPictures.of(subject.model());
        List<Picture> ofRecords = maker.map(pictures::ofRecords).orElse(List.of());
        List<Picture> ofModel = pictures.ofModel();
        List<Picture> charts = pictures.charts();
        List<MapPoint> points =
                shown(subject.codes().sample(), subject.figures().samples().seed());
        List<String> ids = points.stream().map(MapPoint::id).toList();
        ChartData data = new ChartData(subject.figures(), subject.model().history())
                .withMap(points, ShownRecords.scored(encoded, ids));
        ReportPage page = new ReportPage(subject, data)
                .withPictures(
                        Stream.concat(ofRecords.stream(), ofModel.stream()).toList())
                .withCharts(charts);
        if (maker.isPresent()) {
            page.withThumbnails(thumbnails(subject.model(), images, ids))
                    .withRanked(ranked(subject, maker.get(), images));
        }
        List<Picture> all = new ArrayList<>(ofRecords);
        all.addAll(ofModel);
        all.addAll(charts);
        return new Report(page.html(), all);
    }

    /** Chooses points as by lot: the first ids are of one class in a folder of a folder a class. */
    private static List<MapPoint> shown(List<MapPoint> points, long seed) {
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        List<MapPoint> shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.stream()
                .limit(MOST_POINTS)
                .sorted(Comparator.comparing(MapPoint::id))
                .toList();
    }

    private static ThumbnailSheet thumbnails(AutoencoderModel model, Dataset<Row> images, List<String> ids) {
        boolean ofTargets = List.of(images.columns()).contains(model.getTargetCol());
        ImageShape shape =
                (ofTargets ? model.targetShape() : model.inputShape()).asImage().orElseThrow();
        ImageShape tile = Shapes.within(shape, ThumbnailSheet.SIDE);
        String column = ofTargets ? model.getTargetCol() : model.getInputCol();
        return ThumbnailSheet.of(tile, RecordImages.shrunk(images, column, tile, ids));
    }

    /** Returns the images of ranked records and what is made of them, by id. */
    private static Map<String, RecordImages.Pair> ranked(
            ReportSubject subject, ReconstructionPictures maker, Dataset<Row> images) {
        List<String> ids = Stream.of(
                        subject.codes().mostAnomalous(), subject.codes().leastAnomalous())
                .flatMap(ranked -> ranked.stream().limit(RANKED))
                .map(RankedRecord::id)
                .distinct()
                .toList();
        RecordImages read = new RecordImages(images, subject.model(), ids);
        List<String> there = ids.stream().filter(read::has).toList();
        Map<String, RecordImages.Pair> byId = new LinkedHashMap<>();
        if (!there.isEmpty()) {
            List<Image> originals = maker.originals(read.batch(there));
            List<Image> made = maker.reconstructions(read.batch(there));
            for (int i = 0; i < there.size(); i++) {
                byId.put(there.get(i), new RecordImages.Pair(originals.get(i), made.get(i)));
            }
        }
        return byId;
    }

    /** Returns the page. */
    public String html() {
        return html;
    }

    /** Returns the pictures. */
    public List<Picture> pictures() {
        return pictures;
    }

    /** Writes {@value #FILE} and the folder {@value #PICTURES} into a directory. */
    public void write(Configuration hadoop, Path directory) throws IOException {
        for (Picture picture : pictures) {
            SmallFile.write(hadoop, new Path(new Path(directory, PICTURES), picture.name() + ".png"), picture.png());
        }
        SmallFile.write(hadoop, new Path(directory, FILE), html.getBytes(StandardCharsets.UTF_8));
    }
}
