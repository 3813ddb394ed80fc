package io.sparcode.report;

import io.sparcode.image.Image;
import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.PixelValues;
import io.sparcode.image.RecordBatch;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.ShownImages;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.InputSelection;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pictures of what a model has learnt, whatever records it is shown. */
public final class ModelPictures {
    /** Most kernels that are drawn, and how many are beside each other. */
    private static final int KERNELS = 64;

    private static final int BESIDE = 8;
    private static final int TILE = 56;
    /** The longest side of a kernel that is drawn whole. */
    private static final int LARGEST_TILE = 112;
    /** Codes along each axis of the decoded grid. */
    private static final int GRID = 15;

    private static final int SELECTION = 280;

    private final AutoencoderModel model;

    /** Draws a model. */
    public ModelPictures(AutoencoderModel model) {
        this.model = model;
    }

    /**
     * Returns the weights into each of the first units, where the encoder's first layer has such: of a dense layer in the
     * record's shape, of a convolution each filter's. 0 is grey; the largest absolute value of a kernel is white where it is
     * positive, else black.
     */
    public Optional<Picture> kernels() {
        if (model.selection().isPresent()) {
            return Optional.empty();
        }
        Layer layer = model.network().getLayer("encoder-0");
        INDArray weights = layer.paramTable().get(DefaultParamInitializer.WEIGHT_KEY);
        return weights == null ? Optional.empty() : kernels(weights);
    }

    private Optional<Picture> kernels(INDArray weights) {
        ImageShape input = model.inputShape().asImage().orElse(null);
        if (weights.rank() == 4 && weights.size(1) <= ImageShape.MOST_CHANNELS) {
            ImageShape shape = new ImageShape((int) weights.size(2), (int) weights.size(3), (int) weights.size(1));
            int count = (int) weights.size(0);
            return Optional.of(drawn(shape, weights.dup('c').reshape(count, shape.size()), "filters", count));
        }
        if (weights.rank() == 2 && input != null && weights.size(0) == input.size()) {
            return Optional.of(drawn(input, weights.transpose().dup('c'), "units", (int) weights.size(1)));
        }
        return Optional.empty();
    }

    private static Picture drawn(ImageShape shape, INDArray kernels, String what, int count) {
        int shown = Math.min(KERNELS, count);
        ImageShape tile = Shapes.within(shape, LARGEST_TILE);
        int scale = Math.max(1, TILE / Math.max(tile.height(), tile.width()));
        ImageGrid grid = new ImageGrid(
                (shown + BESIDE - 1) / BESIDE, Math.min(BESIDE, shown), scale * tile.height(), scale * tile.width());
        for (int kernel = 0; kernel < shown; kernel++) {
            float[] values =
                    ImageTransform.resizePlanes(shape, kernels.getRow(kernel).toFloatVector(), tile, ResizeFilter.AREA);
            float[] range = Shapes.range(values);
            float largest = Math.max(Math.abs(range[0]), Math.abs(range[1]));
            grid.draw(kernel / BESIDE, kernel % BESIDE, tile, values, -largest, largest);
        }
        String which = shown == count ? "all " + count : "the first " + shown + " of " + count;
        return new Picture(
                "kernels",
                "The weights that the first layer's " + what + " give the input, " + which
                        + ": no weight is grey, a positive one lighter, a negative one darker."
                        + ShownImages.bandsNote(shape),
                "A grid of " + shown + " learnt kernels of " + shape.height() + " by " + shape.width() + " values.",
                grid.png());
    }

    /**
     * Returns the inputs that a concrete model's selectors pick, marked on an image, if the model is one and takes images.
     *
     * @param mean the mean of the training records [channels, height, width], on the [0, 1] scale
     */
    public Optional<Picture> selection(float[] mean) {
        Optional<ImageShape> shape = model.inputShape().asImage();
        if (model.selection().isEmpty() || shape.isEmpty()) {
            return Optional.empty();
        }
        InputSelection selection = model.selection().get();
        ImageShape input = shape.get();
        int scale = Math.max(4, SELECTION / Math.max(input.height(), input.width()));
        ImageGrid grid = new ImageGrid(1, 1, scale * input.height(), scale * input.width());
        boolean floats = model.targetValues() == PixelValues.FLOATS;
        Image image = floats ? Image.ofFloatValues(input, mean, 0) : Image.ofValues(input, mean, 0);
        ShownImages shown = ShownImages.of(List.of(image));
        grid.draw(0, 0, shown.shown(image));
        int plane = input.height() * input.width();
        Arrays.stream(selection.indices()).forEach(index -> grid.mark(0, 0, input, index % plane));
        return Optional.of(new Picture(
                "selection",
                "The " + selection.distinct() + " pixels that the model keeps, on the mean of the training images."
                        + ShownImages.bandsNote(input) + shown.note(),
                "The mean training image with " + selection.distinct() + " pixels marked in red.",
                grid.png()));
    }

    /**
     * Returns what codes on a grid are decoded to, where codes are means of distributions of two values: at equally likely
     * places of the standard normal distribution on either axis, from a share of 1 in 30 up (Kingma and Welling,
     * "Auto-Encoding Variational Bayes", 2014, appendix A).
     */
    public Optional<Picture> decodedGrid() {
        Optional<ImageShape> shape = model.targetShape().asImage();
        if (!model.architecture().isVariational() || model.codeSize() != 2 || shape.isEmpty()) {
            return Optional.empty();
        }
        ImageShape target = shape.get();
        NormalDistribution prior = new NormalDistribution();
        double[] places = IntStream.range(0, GRID)
                .mapToDouble(i -> prior.inverseCumulativeProbability((i + 0.5) / GRID))
                .toArray();
        float[] codes = new float[GRID * GRID * 2];
        RecordBatch compared = RecordBatch.ofVectors(GRID * GRID, target.size());
        for (int i = 0; i < GRID * GRID; i++) {
            codes[2 * i] = (float) places[i % GRID];
            codes[2 * i + 1] = (float) places[GRID - 1 - i / GRID];
            compared.add();
        }
        float[] decoded =
                model.engine().decode(codes, compared, Set.of(Wanted.VALUES)).values();
        ImageShape tile = Shapes.within(target, TILE);
        ImageTransform shrunk = new ImageTransform(tile, ResizeFilter.AREA);
        ImageGrid grid = new ImageGrid(GRID, GRID, tile.height(), tile.width());
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < GRID * GRID; i++) {
            images.add(shrunk.apply(
                    model.targetValues() == PixelValues.FLOATS
                            ? Image.ofFloatValues(target, decoded, i * target.size())
                            : Image.ofValues(target, decoded, i * target.size())));
        }
        ShownImages shown = ShownImages.of(images);
        for (int i = 0; i < GRID * GRID; i++) {
            grid.draw(i / GRID, i % GRID, shown.shown(images.get(i)));
        }
        return Optional.of(new Picture(
                "decoded-grid",
                "What codes on a grid are decoded to: the first value grows to the right, the second upwards, in steps that"
                        + " are equally likely under the prior." + ShownImages.bandsNote(target) + shown.note(),
                "A grid of " + GRID + " by " + GRID + " decoded images that change gradually from one to the next.",
                grid.png()));
    }
}
