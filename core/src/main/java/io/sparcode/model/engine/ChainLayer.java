package io.sparcode.model.engine;

import io.sparcode.model.dl4j.ConcreteLayer;
import io.sparcode.model.dl4j.ContractiveLayer;
import io.sparcode.model.dl4j.GaussianSampleLayer;
import java.util.List;

/** A layer as the fast engine computes it: what is left of DL4J's once all that it does not cover is ruled out. */
sealed interface ChainLayer {
    /** Returns the parameters' blocks, as they lie in DL4J's flat vector. */
    default List<Block> blocks() {
        return List.of();
    }

    /** Returns the number of parameters. */
    default int parameters() {
        return blocks().stream().mapToInt(Block::length).reduce(0, Math::addExact);
    }

    /**
     * Parameters that are updated alike.
     *
     * @param length how many
     */
    record Block(Role role, int length) {
        /** What parameters are. */
        enum Role {
            /** Factors of inputs, which penalties on weights and weight decay concern. */
            WEIGHTS,
            /** Biases, scales and shifts. */
            OFFSETS,
            /** Running statistics, whose gradients are what is taken off them; the optimiser has no part in it. */
            STATISTICS
        }
    }

    /** Returns the number of parameters whose gradients are needed at a time. */
    default int largestGradient() {
        return parameters();
    }

    /** Weights [outputs, inputs], then biases, as they lie in DL4J's flat vector. */
    record Dense(int inputs, int outputs, Elementwise activation) implements ChainLayer {
        /** Weights whose gradients stay in the second cache until they are used. */
        private static final int WEIGHTS_AT_A_TIME = 1 << 17;
        /** Fewer make a matrix product slow, however many inputs there are. */
        private static final int LEAST_OUTPUTS = 64;

        /** Returns for how many outputs gradients of weights are computed and used at a time. */
        int outputsAtATime() {
            return Math.min(outputs, Math.max(LEAST_OUTPUTS, WEIGHTS_AT_A_TIME / inputs));
        }

        @Override
        public int largestGradient() {
            return Math.max(Math.multiplyExact(outputsAtATime(), inputs), outputs);
        }

        @Override
        public List<Block> blocks() {
            return List.of(
                    new Block(Block.Role.WEIGHTS, Math.multiplyExact(inputs, outputs)),
                    new Block(Block.Role.OFFSETS, outputs));
        }
    }

    /** Biases, then weights [filters, channels, height, width], as they lie in DL4J's flat vector. */
    record Convolution(int channels, int filters, Window window, Elementwise activation) implements ChainLayer {
        @Override
        public List<Block> blocks() {
            return List.of(
                    new Block(Block.Role.OFFSETS, filters),
                    new Block(
                            Block.Role.WEIGHTS,
                            Math.multiplyExact(
                                    Math.multiplyExact(channels, filters), window.height() * window.width())));
        }
    }

    /** Biases, then weights [channels, filters, height, width], as they lie in DL4J's flat vector. */
    record TransposedConvolution(int channels, int filters, Window window, Elementwise activation)
            implements ChainLayer {
        @Override
        public List<Block> blocks() {
            return new Convolution(channels, filters, window, activation).blocks();
        }
    }

    /** Scales, shifts, running means and running variances of each channel, as they lie in DL4J's flat vector. */
    record BatchNormalization(int channels, double decay, double epsilon) implements ChainLayer {
        @Override
        public List<Block> blocks() {
            return List.of(new Block(Block.Role.OFFSETS, 2 * channels), new Block(Block.Role.STATISTICS, 2 * channels));
        }
    }

    /** Applies a function to each value. */
    record Activation(Elementwise function) implements ChainLayer {}

    /** Makes values 0 with a probability while training. */
    record Dropout(double rate) implements ChainLayer {}

    /** The largest value of each window, or the mean of those of its values that are inside the image. */
    record Pooling(Window window, boolean average) implements ChainLayer {}

    /** Repeats every value over a rectangle. */
    record Upsampling(int height, int width) implements ChainLayer {}

    /** Reads vectors as [channels, height, width]. */
    record Planes(int channels, int height, int width) implements ChainLayer {}

    /** Reads [channels, height, width] as vectors. */
    record Flat() implements ChainLayer {}

    /** The place whose values are the code. */
    record Code() implements ChainLayer {}

    /** Adds the weighted sum of absolute values to the loss: over the batch's records, or their mean. */
    record ActivityL1(double weight, boolean summedOverBatch) implements ChainLayer {}

    /** Adds the weighted divergence of the units' means over the batch from a target activity to the loss. */
    record ActivityKl(double weight, double rho) implements ChainLayer {}

    /** Adds the weighted squared norm of the Jacobian of all layers before it, dense ones, to the loss. */
    record Contractive(ContractiveLayer settings) implements ChainLayer {}

    /** Draws from the normal distributions whose means and logarithms of variances the layer before gives. */
    record GaussianSample(GaussianSampleLayer settings) implements ChainLayer {}

    /** Keeps a record's k largest values. */
    record KSparse(int k) implements ChainLayer {}

    /** Selectors of inputs, whose logits [units, inputs] lie as a dense layer's weights do, but decay as little as biases. */
    record Concrete(int inputs, int units, ConcreteLayer settings) implements ChainLayer {
        @Override
        public List<Block> blocks() {
            return List.of(new Block(Block.Role.OFFSETS, Math.multiplyExact(inputs, units)));
        }
    }

    /** A dense layer with the weights [inputs, outputs] of another, {@code source}; its parameters are the biases. */
    record TiedDense(Dense source, Elementwise activation) implements ChainLayer {
        int inputs() {
            return source.outputs();
        }

        int outputs() {
            return source.inputs();
        }

        @Override
        public List<Block> blocks() {
            return List.of(new Block(Block.Role.OFFSETS, outputs()));
        }
    }

    /** Ends the chain: applies the activation and compares with the target. */
    record Loss(Kind kind, Elementwise activation, Scale scale) implements ChainLayer {
        /** What there is for each value. */
        enum Kind {
            SQUARED_ERROR,
            BINARY_CROSS_ENTROPY
        }

        /**
         * How the values' losses become a record's; records' are averaged.
         *
         * @param factor of the values' mean or sum
         * @param summed whether it is the sum
         * @param constant added for each record
         */
        record Scale(double factor, boolean summed, double constant) {
            static final Scale MEAN = new Scale(1, false, 0);
        }
    }

    /** A window that moves over an image. */
    record Window(int height, int width, int strideDown, int strideAcross, boolean same, int padDown, int padAcross) {
        /** Returns the number of positions along a side. */
        private static int positions(int size, int window, int stride, boolean same, int pad) {
            return same ? (size + stride - 1) / stride : (size + 2 * pad - window) / stride + 1;
        }

        long[] outputs(long[] input) {
            return new long[] {
                positions((int) input[0], height, strideDown, same, padDown),
                positions((int) input[1], width, strideAcross, same, padAcross)
            };
        }

        /** Returns the sides of the image that the window spreads another one over. */
        long[] transposedOutputs(long[] input) {
            return same
                    ? new long[] {input[0] * strideDown, input[1] * strideAcross}
                    : new long[] {
                        (input[0] - 1) * strideDown + height - 2L * padDown,
                        (input[1] - 1) * strideAcross + width - 2L * padAcross
                    };
        }

        /** Returns the padding above and to the left: with "same" the smaller half, as DL4J has it. */
        long[] paddingBefore(long[] input) {
            if (!same) {
                return new long[] {padDown, padAcross};
            }
            long[] total = paddingOfSame(input);
            return new long[] {total[0] / 2, total[1] / 2};
        }

        /** Returns the padding below and to the right. */
        long[] paddingAfter(long[] input) {
            if (!same) {
                return new long[] {padDown, padAcross};
            }
            long[] total = paddingOfSame(input);
            return new long[] {total[0] - total[0] / 2, total[1] - total[1] / 2};
        }

        private long[] paddingOfSame(long[] input) {
            long[] outputs = outputs(input);
            return new long[] {
                Math.max(0, (outputs[0] - 1) * strideDown + height - input[0]),
                Math.max(0, (outputs[1] - 1) * strideAcross + width - input[1])
            };
        }
    }
}
