package io.sparcode.report;

import io.sparcode.image.Image;
import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.RecordBatch;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.ShownImages;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.Corruptor;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Reconstruction;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows of what a model makes of some image records, one record a column. For one thread. */
public final class ReconstructionPictures {
    /** What a row shows. */
    public enum Line {
        /** The records. */
        ORIGINAL("original"),
        /** The records, corrupted as in training; codes and reconstructions are then of these. */
        CORRUPTED("corrupted"),
        /** The codes, as squares of their values or of their planes. */
        CODE("code"),
        /** What the model makes of the records. */
        RECONSTRUCTION("reconstruction"),
        /** What the model was to make of the records. */
        TARGET("target");

        private final String text;

        Line(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How large tiles are, at least and at most unless a record is larger. */
    private static final int TILE = 56;

    private static final int LARGEST = 112;
    private static final Set<Wanted> WANTED = Set.of(Wanted.VALUES);

    private final AutoencoderModel model;
    private final NetworkEngine engine;
    private final ImageShape inputShape;
    private final ImageShape targetShape;

    private ReconstructionPictures(AutoencoderModel model, ImageShape inputShape, ImageShape targetShape) {
        this.model = model;
        this.inputShape = inputShape;
        this.targetShape = targetShape;
        engine = model.engine();
    }

    /** Returns the pictures of a model, if it takes and gives images. */
    public static Optional<ReconstructionPictures> of(AutoencoderModel model) {
        Optional<ImageShape> input = model.inputShape().asImage();
        Optional<ImageShape> target = model.targetShape().asImage();
        return input.isPresent() && target.isPresent()
                ? Optional.of(new ReconstructionPictures(model, input.get(), target.get()))
                : Optional.empty();
    }

    /**
     * Returns which rows are worth showing: of a model that is set to corrupt records before it encodes them, corrupted ones
     * too; a code that is no square is not, nor a target that is the record itself.
     */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>(List.of(Line.ORIGINAL));
        if (model.getCorrupt()) {
            lines.add(Line.CORRUPTED);
        }
        if (codeLayout().isPresent()) {
            lines.add(Line.CODE);
        }
        lines.add(Line.RECONSTRUCTION);
        if (!model.getTargetCol().isEmpty()) {
            lines.add(Line.TARGET);
        }
        return lines;
    }

    /** Returns whether the model is trained to undo corruptions. */
    boolean isDenoising() {
        return !model.architecture().corruptions().isEmpty();
    }

    /** Returns records as images of bytes to be shown. */
    List<Image> originals(RecordBatch records) {
        List<Image> images = images(inputShape, records, values(records));
        return shown(images, ShownImages.of(images));
    }

    /** Returns what the model makes of records, in its target's shape; of corrupted ones where it is set to corrupt them. */
    List<Image> reconstructions(RecordBatch records) {
        return shown(
                images(
                        targetShape,
                        compared(records),
                        engine.reconstruct(inputs(records, lines()), WANTED).values()),
                ofTargets(records));
    }

    /** Returns what stands for the targets where they are not known. */
    private static RecordBatch compared(RecordBatch records) {
        return records.target() == null ? records : records.target();
    }

    private ShownImages ofInputs(RecordBatch records) {
        return ShownImages.of(images(inputShape, records, values(records)));
    }

    private ShownImages ofTargets(RecordBatch records) {
        RecordBatch targets = compared(records);
        return targets == records ? ofInputs(records) : ShownImages.of(images(targetShape, targets, values(targets)));
    }

    /** Returns how a picture of records shows bands and floats, as sentences after a space; empty for all else. */
    String note(RecordBatch records) {
        return ShownImages.bandsNote(inputShape)
                + (targetShape.channels() == inputShape.channels() ? "" : ShownImages.bandsNote(targetShape))
                + ofInputs(records).note();
    }

    /**
     * Draws records.
     *
     * @param records at least one, with their targets
     * @param lines the rows, from the top
     */
    public byte[] png(RecordBatch records, List<Line> lines) {
        RecordBatch inputs = inputs(records, lines);
        Reconstruction made = engine.reconstruct(inputs, WANTED);
        int height = Math.max(tile(inputShape.height()), tile(targetShape.height()));
        int width = Math.max(tile(inputShape.width()), tile(targetShape.width()));
        Optional<CodeLayout> layout = lines.contains(Line.CODE) ? codeLayout() : Optional.empty();
        if (layout.isPresent()) {
            height = Math.max(height, layout.get().shape().height());
            width = Math.max(width, layout.get().shape().width());
        }
        List<Line> drawn = lines.stream()
                .filter(line -> line != Line.CODE || layout.isPresent())
                .toList();
        ImageGrid grid = new ImageGrid(drawn.size(), records.records(), height, width);
        ShownImages ofInputs = ofInputs(records);
        ShownImages ofTargets = ofTargets(records);
        for (int row = 0; row < drawn.size(); row++) {
            switch (drawn.get(row)) {
                case ORIGINAL -> draw(grid, row, images(inputShape, records, values(records)), ofInputs);
                case CORRUPTED -> draw(grid, row, images(inputShape, records, values(inputs)), ofInputs);
                case RECONSTRUCTION ->
                    draw(grid, row, images(targetShape, compared(records), made.values()), ofTargets);
                case TARGET ->
                    draw(grid, row, images(targetShape, records.target(), values(records.target())), ofTargets);
                case CODE -> drawCodes(grid, row, layout.orElseThrow(), made.codes());
            }
        }
        return grid.png();
    }

    private RecordBatch inputs(RecordBatch records, List<Line> lines) {
        Corruptor corruptor = model.architecture().corruptor(model.inputShape());
        return lines.contains(Line.CORRUPTED)
                ? corruptor.new Copy(model.getSeed(), Corruptor.ENCODING).of(records)
                : records;
    }

    private static int tile(int side) {
        return Math.min(LARGEST, Math.max(1, TILE / side) * side);
    }

    private static void draw(ImageGrid grid, int row, List<Image> images, ShownImages shown) {
        for (int column = 0; column < images.size(); column++) {
            grid.draw(row, column, shown.shown(images.get(column)));
        }
    }

    private static void drawCodes(ImageGrid grid, int row, CodeLayout layout, float[] codes) {
        float[] range = Shapes.range(codes);
        int size = layout.codeShape().size();
        for (int column = 0; column < codes.length / size; column++) {
            float[] laid = layout.lay(Arrays.copyOfRange(codes, column * size, (column + 1) * size));
            grid.draw(row, column, layout.shape(), laid, range[0], range[1]);
        }
    }

    private static List<Image> shown(List<Image> images, ShownImages shown) {
        return images.stream().map(shown::shown).toList();
    }

    /**
     * Returns values as images, shrunk.
     *
     * @param like records of bytes or of floats, as the images are to be
     * @param values plane by plane, image by image
     */
    private static List<Image> images(ImageShape shape, RecordBatch like, float[] values) {
        ImageTransform shrunk = new ImageTransform(Shapes.within(shape, LARGEST), ResizeFilter.AREA);
        List<Image> images = new ArrayList<>();
        for (int start = 0; start < values.length; start += shape.size()) {
            images.add(shrunk.apply(
                    like.holdsFloatImages() ? floats(shape, values, start) : Image.ofValues(shape, values, start)));
        }
        return images;
    }

    /** Four floats are bands, as in tables. */
    private static Image floats(ImageShape shape, float[] values, int start) {
        Image image = Image.ofFloatValues(shape, values, start);
        return shape.channels() == 4 ? image.asBands() : image;
    }

    private static float[] values(RecordBatch batch) {
        float[] values = new float[batch.records() * batch.size()];
        for (int record = 0; record < batch.records(); record++) {
            batch.read(record, values, record * batch.size());
        }
        return values;
    }

    private Optional<CodeLayout> codeLayout() {
        TensorShape code = model.architecture().codeShape(model.inputShape(), model.targetShape());
        return CodeLayout.of(code)
                .filter(layout ->
                        layout.shape().height() <= LARGEST && layout.shape().width() <= LARGEST);
    }
}
