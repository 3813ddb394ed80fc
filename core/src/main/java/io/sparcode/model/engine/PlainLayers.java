package io.sparcode.model.engine;

import static io.sparcode.model.engine.NotCoveredException.require;

import io.sparcode.model.dl4j.BinaryCrossEntropyFromLogits;
import io.sparcode.model.dl4j.MeanSquaredErrorLoss;
import io.sparcode.model.dl4j.ScaledSquaredErrorLoss;
import io.sparcode.model.engine.ChainLayer.Loss.Kind;
import io.sparcode.model.engine.ChainLayer.Loss.Scale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** DL4J's own layers and losses, read one by one: what of each the fast engine covers, and how. */
final class PlainLayers {
    private PlainLayers() {}

    static ChainLayer convolution(ConvolutionLayer layer) throws NotCoveredException {
        require(layer.hasBias(), "a convolution without biases");
        require(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "images with channels last");
        int channels = (int) layer.getNIn();
        int filters = (int) layer.getNOut();
        Elementwise activation = Elementwise.of(layer.getActivationFn());
        ChainLayer.Window window = window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation(),
                layer.getConvolutionMode());
        return layer instanceof Deconvolution2D
                ? new ChainLayer.TransposedConvolution(channels, filters, window, activation)
                : new ChainLayer.Convolution(channels, filters, window, activation);
    }

    static ChainLayer batchNormalization(BatchNormalization layer) throws NotCoveredException {
        require(layer.getCnn2DFormat() == CNN2DFormat.NCHW, "images with channels last");
        require(!layer.isLockGammaBeta(), "batch normalisation with a fixed scale");
        require(!layer.isUseLogStd(), "batch normalisation with logarithms of deviations");
        require(layer.isMinibatch(), "batch normalisation without running statistics");
        return new ChainLayer.BatchNormalization((int) layer.getNOut(), layer.getDecay(), layer.getEps());
    }

    static ChainLayer pooling(SubsamplingLayer layer) throws NotCoveredException {
        boolean average = layer.getPoolingType() == PoolingType.AVG;
        require(average || layer.getPoolingType() == PoolingType.MAX, "pooling " + layer.getPoolingType());
        require(!average || !layer.isAvgPoolIncludePadInDivisor(), "means that count the padding");
        require(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "images with channels last");
        return new ChainLayer.Pooling(
                window(
                        layer.getKernelSize(),
                        layer.getStride(),
                        layer.getPadding(),
                        layer.getDilation(),
                        layer.getConvolutionMode()),
                average);
    }

    static ChainLayer upsampling(Upsampling2D layer) throws NotCoveredException {
        require(layer.getFormat() == CNN2DFormat.NCHW, "images with channels last");
        return new ChainLayer.Upsampling(layer.getSize()[0], layer.getSize()[1]);
    }

    private static ChainLayer.Window window(
            int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode)
            throws NotCoveredException {
        require(dilation[0] == 1 && dilation[1] == 1, "dilation");
        require(
                mode == ConvolutionMode.Same || mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict,
                "convolution mode " + mode);
        return new ChainLayer.Window(
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                mode == ConvolutionMode.Same,
                mode == ConvolutionMode.Same ? 0 : padding[0],
                mode == ConvolutionMode.Same ? 0 : padding[1]);
    }

    static ChainLayer loss(ILossFunction loss, IActivation activation) throws NotCoveredException {
        Elementwise elementwise = Elementwise.of(activation);
        if (loss.getClass() == MeanSquaredErrorLoss.class || isPlainMeanSquaredError(loss)) {
            return new ChainLayer.Loss(Kind.SQUARED_ERROR, elementwise, Scale.MEAN);
        } else if (loss.getClass() == ScaledSquaredErrorLoss.class) {
            ScaledSquaredErrorLoss scaled = (ScaledSquaredErrorLoss) loss;
            return new ChainLayer.Loss(
                    Kind.SQUARED_ERROR,
                    elementwise,
                    new Scale(scaled.getFactor(), scaled.isSummedOverValues(), scaled.getConstant()));
        } else if (loss.getClass() == BinaryCrossEntropyFromLogits.class) {
            require(elementwise.kind() == Elementwise.Kind.SIGMOID, "binary cross-entropy of a " + elementwise.kind());
            return new ChainLayer.Loss(Kind.BINARY_CROSS_ENTROPY, elementwise, Scale.MEAN);
        } else {
            throw new NotCoveredException("loss " + loss);
        }
    }

    private static boolean isPlainMeanSquaredError(ILossFunction loss) {
        return loss.getClass() == LossMSE.class && ((LossMSE) loss).getWeights() == null;
    }
}
