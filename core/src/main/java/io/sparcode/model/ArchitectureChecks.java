package io.sparcode.model;

import java.util.List;

/** What does not go together in an architecture, whatever the shapes. */
final class ArchitectureChecks {
    private ArchitectureChecks() {}

    /** Refuses layers in places where they have no meaning. */
    static void places(List<Layer> encoder, Decoder decoder) {
        int last = encoder.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (encoder.get(i) instanceof Variational && i < last) {
                throw new ArchitectureException("encoder[" + i + "] (variational) must be the encoder's last layer, "
                        + (last - i) + " follow it");
            }
            if (encoder.get(i) instanceof Concrete && i > 0) {
                throw new ArchitectureException("encoder[" + i
                        + "] (concrete) selects inputs and must be the encoder's first layer; encoder[0] is "
                        + encoder.get(0).kind());
            }
        }
        if (decoder instanceof Decoder.Layers written) {
            for (int i = 0; i < written.layers().size(); i++) {
                Layer layer = written.layers().get(i);
                if (layer instanceof Variational || layer instanceof Concrete) {
                    throw new ArchitectureException(Architecture.name("decoder", written.layers(), i)
                            + " belongs in an encoder, not in a decoder");
                }
            }
        }
    }

    /** Refuses a loss that the output does not allow. */
    static void loss(Loss loss, Decoder decoder) {
        if (loss.needsProbability() && !decoder.outputActivation().isProbability()) {
            throw new ArchitectureException(
                    "loss = " + loss.kind() + " needs a sigmoid output, " + decoder.outputLayer() + " has "
                            + decoder.outputActivation().kind());
        }
    }

    /** Refuses penalties that the layers up to the code do not allow. */
    static void penalties(List<Penalty> penalties, List<Layer> toCode) {
        Layer code = toCode.get(toCode.size() - 1);
        boolean learned = toCode.stream().anyMatch(Layer::hasWeights);
        long contractive =
                penalties.stream().filter(Penalty.Contractive.class::isInstance).count();
        if (contractive > 1) {
            throw new ArchitectureException(
                    "penalty contractive can be given once, was given " + contractive + " times");
        }
        for (Penalty penalty : penalties) {
            if (!learned && penalty.regularizations().isEmpty()) {
                throw new ArchitectureException("penalty " + penalty.kind()
                        + " needs a layer with weights up to the code, had only " + code.kind());
            }
            if (penalty.needsProbability() && !code.activation().isProbability()) {
                throw new ArchitectureException(
                        "penalty " + penalty.kind() + " needs a sigmoid code, the code's layer (" + code.kind()
                                + ") has " + code.activation().kind());
            }
            if (penalty instanceof Penalty.Contractive) {
                Penalty.Contractive.check(toCode);
            }
        }
    }
}
