package io.sparcode.model;

import io.sparcode.model.dl4j.PassThroughLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An autoencoder's graph. It holds no shapes: the same architecture fits any input that its layers can take.
 *
 * @param encoder layers in order from the input, at least one
 * @param decoder how the reconstruction is made from the code
 * @param loss how far the reconstruction is from its target; null is mean squared error
 * @param penalties what is added to the loss for the code; null is none
 * @param codeLayer the layer whose output is the code, by its name in the graph: {@code encoder-0} for the encoder's
 *     first, {@code decoder-0} for the decoder's first, and so on; any but the decoder's last; null is the encoder's last
 */
public record Architecture(List<Layer> encoder, Decoder decoder, Loss loss, List<Penalty> penalties, String codeLayer) {
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
        loss = loss == null ? new Loss.MeanSquaredError() : loss;
        penalties = penalties == null ? List.of() : List.copyOf(penalties);
        if (loss.needsProbability() && !decoder.outputActivation().isProbability()) {
            throw new ArchitectureException("loss = " + loss.kind() + " needs a sigmoid output, "
                    + decoder.outputLayer() + " has "
                    + decoder.outputActivation().kind());
        }
    }

    /** Describes a graph whose code is the output of the encoder's last layer. */
    public Architecture(List<Layer> encoder, Decoder decoder, Loss loss, List<Penalty> penalties) {
        this(encoder, decoder, loss, penalties, null);
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

    /**
     * Returns the shape of a code, after checking the whole graph against the input.
     *
     * @throws ArchitectureException naming the first layer that does not fit, or a code layer that does not exist
     */
    public TensorShape codeShape(TensorShape input) {
        List<TensorShape> encoderShapes = shapes("encoder", encoder, input);
        List<Layer> decoderLayers = decoderLayers(input, encoderShapes);
        List<TensorShape> decoderShapes = shapes("decoder", decoderLayers, encoderShapes.get(encoder.size()));
        TensorShape output = decoderShapes.get(decoderLayers.size());
        boolean fits = output.equals(input) || output.isVector() && output.size() == input.size();
        if (!fits) {
            throw new ArchitectureException(name("decoder", decoderLayers, decoderLayers.size() - 1) + " gives "
                    + output + ", the input is " + input);
        }
        int code = layersToCode(decoderLayers.size());
        return code <= encoder.size() ? encoderShapes.get(code) : decoderShapes.get(code - encoder.size());
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

    /** Returns whether the output is a probability, so that cross-entropy is a score. */
    public boolean hasProbabilityOutput() {
        return decoder.outputActivation().isProbability();
    }

    /**
     * Builds the initialised graph: weights Glorot uniform from the seed, biases zero, 32-bit floats. It takes and
     * gives [batch, size], flat.
     *
     * @throws ArchitectureException if the layers do not fit the input or each other
     */
    public ComputationGraph toGraph(TensorShape input, Optimization optimization, long seed) {
        NativeBackend.prepare();
        ComputationGraph graph = new ComputationGraph(toConfiguration(input, optimization, seed, DataType.FLOAT));
        graph.init();
        return graph;
    }

    /** Translates to DL4J; in double precision for gradient checks. */
    ComputationGraphConfiguration toConfiguration(
            TensorShape input, Optimization optimization, long seed, DataType type) {
        codeShape(input);
        GraphAssembly graph = new GraphAssembly(input, optimization, seed, type);
        List<Layer> layers = decoderLayers(input, shapes("encoder", encoder, input));
        int last = layers.size() - 1;
        int code = layersToCode(layers.size());
        for (int i = 0; i < encoder.size(); i++) {
            encoder.get(i).appendTo(graph, "encoder-" + i);
            if (i + 1 == code) {
                appendCode(graph);
            }
        }
        for (int i = 0; i < last; i++) {
            layers.get(i).appendTo(graph, "decoder-" + i);
            if (encoder.size() + i + 1 == code) {
                appendCode(graph);
            }
        }
        // The loss applies the output's activation itself: cross-entropy is exact from what goes into the sigmoid.
        layers.get(last).withoutActivation().appendTo(graph, "decoder-" + last);
        loss.appendTo(graph, layers.get(last).activation());
        return graph.build();
    }

    private void appendCode(GraphAssembly graph) {
        graph.appendFlat(CODE, new PassThroughLayer(), graph.shape());
        for (int i = 0; i < penalties.size(); i++) {
            penalties.get(i).appendTo(graph, "penalty-" + i);
        }
    }

    /** The decoder's layers, with what was left out filled in. */
    List<Layer> decoderLayers(TensorShape input, List<TensorShape> encoderShapes) {
        List<Layer> layers = new ArrayList<>(decoder.layers(encoder, encoderShapes));
        int last = layers.size() - 1;
        layers.set(last, layers.get(last).completedFor(input));
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
