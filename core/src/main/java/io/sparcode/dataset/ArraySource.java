package io.sparcode.dataset;

import io.sparcode.image.ArrayPixels;
import io.sparcode.image.ElementType;
import io.sparcode.image.Image;
import io.sparcode.image.PixelValues;
import io.sparcode.image.UnreadableImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Arrays of images, with arrays of labels beside them: NumPy's and HDF5's. */
final class ArraySource implements Source {
    /** How an array's records are images, and its labels numbers; null where there are none. */
    private record Form(ArrayPixels pixels, ElementType labels) {}

    private final Set<FileStatus> files = new LinkedHashSet<>();
    private final Map<Form, List<RecordRun>> runs = new LinkedHashMap<>();
    private final List<LeftOut> leftOut;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> splits = new HashSet<>();

    /**
     * Finds the arrays of images and of labels.
     *
     * @param arrays all that the input has
     * @throws BadDataException if there are no images, they are of a type or shape that is not read, or larger than the
     *     options allow, the arrays' names do not say clearly which are which, or a file is there both packed and unpacked
     */
    ArraySource(InputFiles input, List<StoredArray> arrays, IngestOptions options) throws IOException {
        leftOut = input.leftOut();
        List<ArrayPair> pairs = ArrayPair.find(options.input(), arrays, options.arrays());
        pairs.stream().map(ArrayPair::split).filter(Objects::nonNull).forEach(splits::add);
        for (ArrayPair pair : pairs) {
            add(pair, SourceNames.kept(pair.split(), splits), options.image().maxPixels());
        }
        SourceNames.requireNoCopies(input, files);
    }

    private void add(ArrayPair pair, String split, long maxPixels) throws IOException {
        StoredArray images = pair.images();
        StoredArray labels = pair.labels();
        Form form = new Form(pixels(images, labels != null, maxPixels), labels == null ? null : labels.type());
        notes.add("images " + images + (labels == null ? ", no labels" : ", labels " + labels)
                + (split == null ? "" : ", split " + split));
        files.add(images.file());
        RecordFile beside = null;
        if (labels != null) {
            files.add(labels.file());
            beside = labels.opening().open();
        }
        runs.computeIfAbsent(form, key -> new ArrayList<>())
                .addAll(RecordRun.of(images.opening().open(), beside, images.idPrefix(), split));
    }

    private static ArrayPixels pixels(StoredArray images, boolean labelled, long maxPixels) {
        if (images.type() == null) {
            throw new BadDataException(images.place() + " is an array of " + images.typeName() + ", which is not read:"
                    + " images are uint8, uint16, bool, or float32 or float64 on [0, 1]");
        }
        try {
            ArrayPixels pixels = ArrayPixels.of(images.type(), images.shape(), labelled);
            if ((long) pixels.height() * pixels.width() > maxPixels) {
                throw new BadDataException(images.place() + " says that its images are " + pixels.shape()
                        + ", more pixels than the " + maxPixels + " of ingest.image.max-pixels");
            }
            return pixels;
        } catch (UnreadableImageException e) {
            throw new BadDataException(images.place() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<FileStatus> files() {
        return List.copyOf(files);
    }

    @Override
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    @Override
    public boolean hasSplits() {
        return splits.contains(ImageRows.TEST);
    }

    @Override
    public boolean hasValidation() {
        return splits.contains(ImageRows.VALIDATION);
    }

    @Override
    public List<String> labelNames() {
        return List.of();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        PixelValues values = fit.decoding().values();
        return runs.entrySet().stream()
                .map(entry -> RecordRun.read(
                        spark,
                        entry.getValue(),
                        new ArrayLayout(entry.getKey().pixels(), entry.getKey().labels(), values),
                        fit))
                .reduce(JavaRDD::union)
                .orElseThrow();
    }

    private static final class ArrayLayout implements RecordRun.Layout {
        private static final long serialVersionUID = 1;

        private final ArrayPixels pixels;
        private final ElementType labels;
        private final PixelValues values;

        ArrayLayout(ArrayPixels pixels, ElementType labels, PixelValues values) {
            this.pixels = Objects.requireNonNull(pixels);
            this.labels = labels;
            this.values = values;
        }

        @Override
        public Image image(byte[] record) throws UnreadableImageException {
            return pixels.image(record, values);
        }

        @Override
        public Integer label(byte[] record, byte[] beside) throws UnreadableImageException {
            if (beside == null) {
                return null;
            }
            long label = labels.whole(beside, 0);
            if (label != (int) label) {
                throw new UnreadableImageException("the label is " + label + ", beyond the " + Integer.MIN_VALUE
                        + " to " + Integer.MAX_VALUE + " of labels");
            }
            return (int) label;
        }
    }
}
