package io.sparcode.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** What a window does at an image's border. */
public enum Border {
    /** The image is padded, so that every window position counts: ceil(size / stride) outputs along a side. */
    @JsonProperty("same")
    SAME(ConvolutionMode.Same) {
        @Override
        int outputs(int size, int window, int stride) {
            return (size + stride - 1) / stride;
        }
    },
    /** Only windows that lie wholly inside: floor((size - window) / stride) + 1 outputs along a side. */
    @JsonProperty("valid")
    VALID(ConvolutionMode.Truncate) {
        @Override
        int outputs(int size, int window, int stride) {
            return size < window ? 0 : (size - window) / stride + 1;
        }
    };

    private final ConvolutionMode mode;

    Border(ConvolutionMode mode) {
        this.mode = mode;
    }

    ConvolutionMode mode() {
        return mode;
    }

    /** Returns DL4J's layer of windows side by side. */
    SubsamplingLayer pooling(PoolingType type, int size) {
        return new SubsamplingLayer.Builder(type)
                .kernelSize(size, size)
                .stride(size, size)
                .convolutionMode(mode)
                .build();
    }

    /** Returns the number of outputs along a side, 0 where the window does not fit. */
    abstract int outputs(int size, int window, int stride);

    /** Returns the shape with both sides as {@link #outputs} has them. */
    TensorShape apply(TensorShape input, int channels, int window, int stride) {
        int height = outputs(input.height(), window, stride);
        int width = outputs(input.width(), window, stride);
        if (height == 0 || width == 0) {
            throw new ArchitectureException("a window of " + window + "x" + window + " with border valid does not fit "
                    + input + ", at most "
                    + Math.min(input.height(), input.width()) + " does");
        }
        return new TensorShape(channels, height, width);
    }
}
