package io.sparcode.model;

import io.sparcode.model.dl4j.LateGradientsLayer;
import io.sparcode.model.dl4j.PassThroughLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * An autoencoder's graph. It holds no shapes: the same architecture fits any input that its layers can take.
 *
 * @param encoder layers in order from the input, at least one
 * @param decoder how the reconstruction is made from the code
 * @param loss how far the reconstruction is from its target; null is mean squared error
 * @param penalties what is added to the loss for the code; null is none
 * @param corruptions what is done to the input, in order, in training alone; null is nothing
 * @param codeLayer the layer whose output is the code, by its name in the graph: {@code encoder-0} for the encoder's
 *     first, {@code decoder-0} for the decoder's first, and so on; any but the decoder's last; null is the encoder's last
 */
public record Architecture(
        List<Layer> encoder,
        Decoder decoder,
        Loss loss,
        List<Penalty> penalties,
        List<Corruption> corruptions,
        String codeLayer) {
    /** The name of the graph's input [batch, size]. */
    public static final String INPUT = "input";
    /** The name of the vertex whose activations are the code [batch, code size], flat. */
    public static final String CODE = "code";
    /** The name of the output layer [batch, size], flat. */
    public static final String RECONSTRUCTION = "reconstruction";

    /** Checks that the parts go together. */
    public Architecture {
        encoder = encoder == null ? List.of() : List.copyOf(encoder);
        if (encoder.isEmpty()) {
            throw new ArchitectureException("encoder must have at least 1 layer, had 0");
        }
        if (decoder == null) {
            throw new ArchitectureException("decoder is missing; allowed are a list of layers, or mirror");
        }
        ArchitectureChecks.places(encoder, decoder);
        loss = loss == null ? new Loss.MeanSquaredError() : loss;
        penalties = penalties == null ? List.of() : List.copyOf(penalties);
        corruptions = corruptions == null ? List.of() : List.copyOf(corruptions);
        ArchitectureChecks.loss(loss, decoder);
        if (codeLayer == null) {
            ArchitectureChecks.penalties(penalties, encoder);
        }
    }

    /** Describes a graph without corruptions, whose code is the output of the encoder's last layer. */
    public Architecture(List<Layer> encoder, Decoder decoder, Loss loss, List<Penalty> penalties) {
        this(encoder, decoder, loss, penalties, null, null);
    }

    /**
     * Reads the architecture that {@link #toJson()} writes, which is also the configuration's {@code model} block.
     *
     * @throws ArchitectureException naming the key, the value and what is allowed
     */
    public static Architecture fromJson(String json) {
        return PartFormat.read(json, Architecture.class, "model");
    }

    /** Writes it as JSON, defaults included. */
    public String toJson() {
        return PartFormat.write(this);
    }

    /** Returns the shape of a code where the target is the input itself. */
    public TensorShape codeShape(TensorShape input) {
        return codeShape(input, input);
    }

    /**
     * Returns the shape of a code, after checking the whole graph against the input and the target.
     *
     * @throws ArchitectureException naming the first part that does not fit
     */
    public TensorShape codeShape(TensorShape input, TensorShape target) {
        corruptor(input);
        List<TensorShape> encoderShapes = shapes("encoder", encoder, input);
        List<Layer> decoderLayers = decoderLayers(target, encoderShapes);
        List<TensorShape> decoderShapes = shapes("decoder", decoderLayers, encoderShapes.get(encoder.size()));
        TensorShape output = decoderShapes.get(decoderLayers.size());
        boolean fits = output.equals(target) || output.isVector() && output.size() == target.size();
        if (!fits) {
            throw new ArchitectureException(name("decoder", decoderLayers, decoderLayers.size() - 1) + " gives "
                    + output + (target.equals(input) ? ", the input is " : ", the target is ") + target);
        }
        int code = layersToCode(decoderLayers.size());
        ArchitectureChecks.penalties(penalties, both(decoderLayers).subList(0, code));
        return code <= encoder.size() ? encoderShapes.get(code) : decoderShapes.get(code - encoder.size());
    }

    private List<Layer> both(List<Layer> decoderLayers) {
        return Stream.concat(encoder.stream(), decoderLayers.stream()).toList();
    }

    /** The number of layers, encoder's first, up to the one whose output is the code. */
    int layersToCode(int decoderLayers) {
        if (codeLayer == null) {
            return encoder.size();
        }
        List<String> hidden = new ArrayList<>();
        for (int i = 0; i < encoder.size(); i++) {
            hidden.add("encoder-" + i);
        }
        for (int i = 0; i < decoderLayers - 1; i++) {
            hidden.add("decoder-" + i);
        }
        if (!hidden.contains(codeLayer)) {
            throw new ArchitectureException(
                    "code-layer must be one of " + String.join(", ", hidden) + ", was " + codeLayer);
        }
        return hidden.indexOf(codeLayer) + 1;
    }

    /**
     * Returns what corrupts records in training.
     *
     * @throws ArchitectureException naming the first corruption that does not fit the input
     */
    public Corruptor corruptor(TensorShape input) {
        return new Corruptor(corruptions, input);
    }

    /** Returns whether codes are the means of distributions. */
    public boolean isVariational() {
        int last = encoder.size() - 1;
        return encoder.get(last) instanceof Variational && (codeLayer == null || codeLayer.equals("encoder-" + last));
    }

    /** Returns whether the output is a probability, so that cross-entropy is a score. */
    public boolean hasProbabilityOutput() {
        return decoder.outputActivation().isProbability();
    }

    /** Builds the initialised graph where the target is the input itself. */
    public ComputationGraph toGraph(TensorShape input, Optimization optimization, long seed) {
        return toGraph(input, input, optimization, seed);
    }

    /**
     * Builds the initialised graph: weights Glorot uniform from the seed, biases zero, 32-bit floats. It takes and
     * gives [batch, size], flat.
     *
     * @throws ArchitectureException if the layers do not fit the input, the target or each other
     */
    public ComputationGraph toGraph(TensorShape input, TensorShape target, Optimization optimization, long seed) {
        NativeBackend.prepare();
        ComputationGraph graph =
                new ComputationGraph(toConfiguration(input, target, optimization, seed, DataType.FLOAT));
        graph.init();
        return graph;
    }

    /** Translates to DL4J; in double precision for gradient checks. */
    ComputationGraphConfiguration toConfiguration(
            TensorShape input, TensorShape target, Optimization optimization, long seed, DataType type) {
        codeShape(input, target);
        GraphAssembly graph = new GraphAssembly(
                input,
                optimization,
                regularizations(optimization.optimizer()),
                loss.sumsOverValues() ? 1 : 1.0 / target.size(),
                seed,
                type);
        if (decoder instanceof Decoder.Tied || penalties.stream().anyMatch(Penalty.Contractive.class::isInstance)) {
            graph.appendFlat("late-gradients", new LateGradientsLayer(), input);
        }
        List<Layer> layers = decoderLayers(target, shapes("encoder", encoder, input));
        int last = layers.size() - 1;
        int code = layersToCode(layers.size());
        for (int i = 0; i < encoder.size(); i++) {
            encoder.get(i).appendTo(graph, "encoder-" + i);
            if (i + 1 == code) {
                appendCode(graph, both(layers).subList(0, code));
            }
        }
        for (int i = 0; i < last; i++) {
            layers.get(i).appendTo(graph, "decoder-" + i);
            if (encoder.size() + i + 1 == code) {
                appendCode(graph, both(layers).subList(0, code));
            }
        }
        // The loss applies the output's activation itself: cross-entropy is exact from what goes into the sigmoid.
        layers.get(last).withoutActivation().appendTo(graph, "decoder-" + last);
        loss.appendTo(graph, layers.get(last).activation());
        return graph.build();
    }

    private List<Regularization> regularizations(Optimizer optimizer) {
        List<Regularization> all = new ArrayList<>(optimizer.regularizations());
        penalties.forEach(penalty -> all.addAll(penalty.regularizations()));
        return all;
    }

    private void appendCode(GraphAssembly graph, List<Layer> toCode) {
        graph.appendFlat(CODE, new PassThroughLayer(), graph.shape());
        for (int i = 0; i < penalties.size(); i++) {
            penalties.get(i).appendTo(graph, "penalty-" + i, toCode);
        }
    }

    /** The decoder's layers, with what was left out filled in. */
    List<Layer> decoderLayers(TensorShape target, List<TensorShape> encoderShapes) {
        TensorShape input = encoderShapes.get(0);
        if (!(decoder instanceof Decoder.Layers) && !target.equals(input)) {
            throw new ArchitectureException(decoder.outputLayer() + " leads back to the input's shape " + input
                    + ", the target is " + target + "; write the decoder out");
        }
        List<Layer> layers = new ArrayList<>(decoder.layers(encoder, encoderShapes));
        int last = layers.size() - 1;
        layers.set(last, layers.get(last).completedFor(target));
        return layers;
    }

    /** The shape before each layer, and after the last. */
    static List<TensorShape> shapes(String side, List<Layer> layers, TensorShape input) {
        List<TensorShape> shapes = new ArrayList<>();
        shapes.add(input);
        for (int i = 0; i < layers.size(); i++) {
            try {
                shapes.add(layers.get(i).outputShape(shapes.get(i)));
            } catch (ArchitectureException e) {
                throw new ArchitectureException(name(side, layers, i) + ": " + e.getMessage(), e);
            } catch (ArithmeticException e) {
                throw new ArchitectureException(
                        name(side, layers, i) + ": an input of " + shapes.get(i) + " gives more values than "
                                + Integer.MAX_VALUE,
                        e);
            }
        }
        return shapes;
    }

    /** What messages call a layer. */
    static String name(String side, List<Layer> layers, int index) {
        return side + "[" + index + "] (" + layers.get(index).kind() + ")";
    }
}
