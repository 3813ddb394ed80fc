package io.sparcode.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stage of greedy layer-wise training (Bengio et al. 2007): an encoder layer with weights and its counterpart in the
 * decoder, as an autoencoder of their own on the codes of the stage before. Layers without weights go with the layer
 * before them in the encoder, and in the decoder where shapes ask for it.
 *
 * <p>The first stage has the whole graph's loss, later ones the mean squared error; penalties are only on a stage whose
 * code is the whole graph's.
 *
 * @param architecture the stage's own graph
 * @param input the shape of what it encodes
 * @param target the shape of what it reconstructs: but for the first stage, what it encodes
 * @param encoderStart its first encoder layer's place among the whole graph's
 * @param decoderStart its first decoder layer's
 */
public record LayerStage(
        Architecture architecture, TensorShape input, TensorShape target, int encoderStart, int decoderStart) {
    /** A parameter's name: side and place of the layer it belongs to, and the rest. */
    private static final Pattern PARAMETER = Pattern.compile("(encoder|decoder)-(\\d+)(\\D.*)");

    /**
     * Takes a graph apart, from the outermost layers to the innermost.
     *
     * @throws ArchitectureException if the decoder is no mirror of the encoder, saying where, the graph has what cannot be
     *     trained a layer at a time, or it does not fit input and target
     */
    public static List<LayerStage> of(Architecture whole, TensorShape input, TensorShape target) {
        whole.codeShape(input, target);
        refuseSharedAndAnnealed(whole);
        List<Layer> encoder = whole.encoder();
        List<TensorShape> encoderShapes = Architecture.shapes("encoder", encoder, input);
        List<Layer> decoder = whole.decoderLayers(target, encoderShapes);
        List<TensorShape> decoderShapes = Architecture.shapes("decoder", decoder, encoderShapes.get(encoder.size()));
        List<Integer> encoding = placesWithWeights(encoder);
        List<Integer> decoding = placesWithWeights(decoder);
        if (encoding.size() != decoding.size()) {
            throw refused(
                    "the encoder has " + encoding.size() + " layers with weights, the decoder " + decoding.size());
        }
        List<LayerStage> stages = new ArrayList<>();
        int decoderEnd = decoder.size();
        for (int i = 0; i < encoding.size(); i++) {
            boolean innermost = i == encoding.size() - 1;
            int start = i == 0 ? 0 : encoding.get(i);
            int end = innermost ? encoder.size() : encoding.get(i + 1);
            int counterpart = decoding.get(decoding.size() - 1 - i);
            int inner = innermost ? -1 : decoding.get(decoding.size() - 2 - i);
            int decoderStart = innermost ? 0 : cut(decoder, decoderShapes, inner, counterpart, encoderShapes.get(end));
            if (decoderStart < 0) {
                throw refused(Architecture.name("decoder", decoder, counterpart) + " takes "
                        + decoderShapes.get(counterpart) + ", its counterpart "
                        + Architecture.name("encoder", encoder, encoding.get(i)) + " ends in "
                        + encoderShapes.get(end));
            }
            LayerStage stage = new LayerStage(
                    architecture(
                            whole,
                            encoder.subList(start, end),
                            decoder.subList(decoderStart, decoderEnd),
                            start == 0,
                            whole.layersToCode(decoder.size()) == end),
                    encoderShapes.get(start),
                    start == 0 ? target : encoderShapes.get(start),
                    start,
                    decoderStart);
            stage.architecture.codeShape(stage.input, stage.target);
            stages.add(stage);
            decoderEnd = decoderStart;
        }
        return List.copyOf(stages);
    }

    /** Whatever else the whole graph has that belongs to a training is every stage's too. */
    private static Architecture architecture(
            Architecture whole, List<Layer> encoder, List<Layer> decoder, boolean outermost, boolean penalised) {
        return new Architecture(
                encoder,
                new Decoder.Layers(decoder),
                outermost ? whole.loss() : new Loss.MeanSquaredError(),
                whole.penalties().stream()
                        .filter(penalty ->
                                penalised || !penalty.regularizations().isEmpty())
                        .toList(),
                outermost
                        ? whole.corruptions()
                        : whole.corruptions().stream()
                                .filter(corruption -> !(corruption instanceof Corruption.RandomPatch))
                                .map(LayerStage::unclipped)
                                .toList(),
                null);
    }

    /** Codes are not held in [0, 1], as pixels are, and have no patches. */
    private static Corruption unclipped(Corruption corruption) {
        return corruption instanceof Corruption.Gaussian gaussian
                ? new Corruption.Gaussian(gaussian.sigma(), false)
                : corruption;
    }

    private static void refuseSharedAndAnnealed(Architecture whole) {
        if (whole.decoder() instanceof Decoder.Tied) {
            throw refused("the decoder is tied: its layers have no weights of their own");
        }
        if (whole.encoder().get(0) instanceof Concrete) {
            throw new ArchitectureException(
                    "layer-wise training is not for encoder[0] (concrete), whose temperature falls"
                            + " once over the whole training; train.layerwise-epochs = 0 trains the graph at once");
        }
        if (whole.isVariational()) {
            throw new ArchitectureException(
                    "layer-wise training is not for a variational encoder, whose divergence has no"
                            + " measure against errors of codes; train.layerwise-epochs = 0 trains the graph at once");
        }
    }

    private static List<Integer> placesWithWeights(List<Layer> layers) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).hasWeights()) {
                places.add(i);
            }
        }
        return places;
    }

    /**
     * Finds between two layers with weights where the inner stage's reconstruction is complete, which is as early as
     * possible; -1 if it nowhere is.
     */
    private static int cut(List<Layer> decoder, List<TensorShape> shapes, int inner, int outer, TensorShape wanted) {
        for (int place = inner + 1; place <= outer; place++) {
            if (shapes.get(place).equals(wanted)) {
                return place;
            }
        }
        for (int place = inner + 1; place <= outer; place++) {
            // A vector of the same size does as well for a layer that cares for the size alone.
            boolean arrangementMatters =
                    !(decoder.get(place) instanceof Reshape) && !(decoder.get(place) instanceof Dense);
            if (shapes.get(place).isVector() && shapes.get(place).size() == wanted.size() && !arrangementMatters) {
                return place;
            }
        }
        return -1;
    }

    private static ArchitectureException refused(String reason) {
        return new ArchitectureException("layer-wise training needs a decoder that mirrors the encoder, and " + reason
                + "; train.layerwise-epochs = 0 trains the graph at once");
    }

    /** Returns how many bytes a record's code takes as floats. */
    public long codeBytes() {
        return (long) Float.BYTES * architecture.codeShape(input, target).size();
    }

    /** Builds the stage's graph, with the whole graph's parameters. */
    public ComputationGraph toGraph(ComputationGraph whole, Optimization optimization, long seed) {
        ComputationGraph graph = architecture.toGraph(input, target, optimization, seed);
        Map<String, INDArray> parameters = whole.paramTable();
        graph.paramTable().forEach((name, values) -> values.assign(parameters.get(nameInWhole(name))));
        return graph;
    }

    /**
     * Sets dense layers' biases such that a record's differences from the mean are what is encoded, and the mean is what
     * they are added to. Codes that are never negative are far from zero: without this half of the rectified units start
     * on its wrong side for every record and never learn, and the others spend an epoch on finding the mean.
     *
     * @param graph the stage's
     * @param means of the values of the records to be trained on, [size]
     */
    public void centre(ComputationGraph graph, double[] means) {
        Map<String, INDArray> parameters = graph.paramTable();
        int encoder = placesWithWeights(architecture.encoder()).get(0);
        if (architecture.encoder().get(encoder) instanceof Dense) {
            double[][] weights = parameters.get("encoder-" + encoder + "_W").toDoubleMatrix();
            INDArray biases = parameters.get("encoder-" + encoder + "_b");
            for (int unit = 0; unit < weights[0].length && weights.length == means.length; unit++) {
                double sum = 0;
                for (int i = 0; i < means.length; i++) {
                    sum += means[i] * weights[i][unit];
                }
                biases.putScalar(unit, -sum);
            }
        }
        List<Layer> layers = architecture.decoder().layers(architecture.encoder(), List.of());
        int decoder = placesWithWeights(layers).get(0);
        Layer last = layers.get(decoder);
        // For these two, what goes in for the mean of what they gave before to come out is that mean itself.
        boolean passesMean =
                last.activation() instanceof Activation.Relu || last.activation() instanceof Activation.Linear;
        if (last instanceof Dense && passesMean) {
            INDArray biases = parameters.get("decoder-" + decoder + "_b");
            // Where upsampling follows, the layer gives fewer values than the stage.
            for (int i = 0; i < means.length && biases.length() == means.length; i++) {
                biases.putScalar(i, means[i]);
            }
        }
    }

    /** Puts the parameters of the stage's graph into the whole one. */
    public void putInto(ComputationGraph whole, ComputationGraph trained) {
        Map<String, INDArray> parameters = whole.paramTable();
        trained.paramTable()
                .forEach((name, values) -> parameters.get(nameInWhole(name)).assign(values));
    }

    private String nameInWhole(String name) {
        Matcher parts = PARAMETER.matcher(name);
        if (!parts.matches()) {
            throw new IllegalStateException("parameter " + name + " belongs to no layer");
        }
        int start = parts.group(1).equals("encoder") ? encoderStart : decoderStart;
        return parts.group(1) + "-" + (start + Integer.parseInt(parts.group(2))) + parts.group(3);
    }
}
