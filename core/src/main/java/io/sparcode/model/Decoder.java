package io.sparcode.model;

import java.util.ArrayList;
import java.util.List;

/** How the reconstruction is made from the code. */
public sealed interface Decoder extends Part {
    /**
     * Returns the decoder's layers.
     *
     * @param encoder the encoder's layers
     * @param inputs the shape of each encoder layer's input
     */
    List<Layer> layers(List<Layer> encoder, List<TensorShape> inputs);

    /** Returns the activation of the reconstruction. */
    Activation outputActivation();

    /** Returns how messages call the layer that gives the reconstruction. */
    String outputLayer();

    /**
     * Layers written out.
     *
     * @param layers in order from the code, at least one
     */
    record Layers(List<Layer> layers) implements Decoder {
        /** Checks that there is one. */
        public Layers {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
                throw new ArchitectureException("decoder must have at least 1 layer, had 0");
            }
        }

        @Override
        public List<Layer> layers(List<Layer> encoder, List<TensorShape> inputs) {
            return layers;
        }

        @Override
        public Activation outputActivation() {
            return layers.get(layers.size() - 1).activation();
        }

        @Override
        public String outputLayer() {
            int last = layers.size() - 1;
            return "decoder[" + last + "] (" + layers.get(last).kind() + ")";
        }
    }

    /**
     * The encoder backwards, all of dense layers and dropout, which is left out, with the encoder's own weights transposed and biases of its own.
     *
     * @param outputActivation of the reconstruction; null is linear
     */
    record Tied(Activation outputActivation) implements Decoder {
        /** Fills in linear. */
        public Tied {
            outputActivation = outputActivation == null ? Activation.LINEAR : outputActivation;
        }

        @Override
        public List<Layer> layers(List<Layer> encoder, List<TensorShape> inputs) {
            List<Layer> layers = new ArrayList<>();
            Activation activation = outputActivation;
            for (int i = 0; i < encoder.size(); i++) {
                if (encoder.get(i) instanceof Dropout) {
                    continue;
                }
                if (!(encoder.get(i) instanceof Dense)) {
                    throw new ArchitectureException(
                            "decoder = tied needs an encoder of dense layers and dropout, encoder[" + i + "] is "
                                    + encoder.get(i).kind());
                }
                layers.add(0, new TiedDense(i, inputs.get(i).size(), activation));
                activation = encoder.get(i).activation();
            }
            if (layers.isEmpty()) {
                throw new ArchitectureException("decoder = tied needs a dense layer in the encoder");
            }
            return List.copyOf(layers);
        }

        @Override
        public String outputLayer() {
            return "decoder = tied";
        }
    }

    /**
     * The encoder backwards: every layer undone by its counterpart (pooling by upsampling, dropout and batch normalisation
     * by nothing), with the activation of the encoder's layer that gave the same shape.
     *
     * @param outputActivation of the reconstruction; null is linear
     */
    record Mirror(Activation outputActivation) implements Decoder {
        /** Fills in linear. */
        public Mirror {
            outputActivation = outputActivation == null ? Activation.LINEAR : outputActivation;
        }

        @Override
        public List<Layer> layers(List<Layer> encoder, List<TensorShape> inputs) {
            int first = 0;
            while (first < encoder.size() - 1
                    && (encoder.get(first) instanceof Dropout || encoder.get(first) instanceof BatchNormalization)) {
                first++;
            }
            if (!encoder.get(first).hasWeights() || encoder.get(first) instanceof BatchNormalization) {
                throw new ArchitectureException("decoder = mirror needs a first encoder layer with weights, to give the"
                        + " output-activation to its counterpart; encoder[" + first + "] is "
                        + encoder.get(first).kind());
            }
            List<Layer> layers = new ArrayList<>();
            for (int i = encoder.size() - 1; i >= first; i--) {
                try {
                    layers.addAll(encoder.get(i).mirror(inputs.get(i), activationBefore(encoder, first, i)));
                } catch (ArchitectureException e) {
                    throw new ArchitectureException(
                            "decoder = mirror of encoder[" + i + "] ("
                                    + encoder.get(i).kind() + "): " + e.getMessage(),
                            e);
                }
            }
            if (layers.get(layers.size() - 1) instanceof Reshape) {
                // The reconstruction is flat in any case.
                layers.remove(layers.size() - 1);
            }
            return List.copyOf(layers);
        }

        /** The activation of the nearest layer before {@code index} that has weights; the output's if there is none. */
        private Activation activationBefore(List<Layer> encoder, int first, int index) {
            for (int i = index - 1; i >= first; i--) {
                if (encoder.get(i).hasWeights()) {
                    return encoder.get(i).activation();
                }
            }
            return outputActivation;
        }

        @Override
        public String outputLayer() {
            return "decoder = mirror";
        }
    }
}
