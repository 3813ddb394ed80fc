package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What oneDNN computes, against loops; on odd sizes, where borders matter. */
class ConvolutionTest {
    private static final TensorShape INPUT = new TensorShape(2, 9, 7);
    private static final int FILTERS = 3;

    @ParameterizedTest
    @EnumSource(Border.class)
    void convolutionPoolingAndUpsamplingGiveWhatLoopsGive(Border border) {
        Architecture architecture = new Architecture(
                List.of(
                        new Conv2d(FILTERS, 3, border, new Activation.Tanh()),
                        new MaxPooling2d(2, border),
                        new Upsampling2d(2)),
                new Decoder.Layers(List.of(new Dense(null, Activation.LINEAR))),
                null,
                null);
        ComputationGraph graph = architecture.toGraph(INPUT, Optimization.constant(new Optimizer.Adam()), 4);
        float[] pixels = new float[INPUT.size()];
        Random random = new Random(2);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        INDArray code =
                graph.feedForward(Nd4j.create(pixels, 1, pixels.length), false).get(Architecture.CODE);

        double[][][] pooled = pool(convolve(pixels, graph.getParam("encoder-0_W"), border), border);
        TensorShape shape = architecture.codeShape(INPUT);
        assertEquals(shape, new TensorShape(FILTERS, 2 * pooled[0].length, 2 * pooled[0][0].length));
        long position = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    assertEquals(pooled[c][y / 2][x / 2], code.getDouble(position++), 1e-5);
                }
            }
        }
    }

    private static double[][][] convolve(float[] pixels, INDArray weights, Border border) {
        int shift = border == Border.SAME ? 1 : 0;
        int height = border == Border.SAME ? INPUT.height() : INPUT.height() - 2;
        int width = border == Border.SAME ? INPUT.width() : INPUT.width() - 2;
        double[][][] result = new double[FILTERS][height][width];
        for (int f = 0; f < FILTERS; f++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int c = 0; c < INPUT.channels(); c++) {
                        for (int dy = 0; dy < 3; dy++) {
                            for (int dx = 0; dx < 3; dx++) {
                                sum += weights.getDouble(f, c, dy, dx)
                                        * pixel(pixels, c, y + dy - shift, x + dx - shift);
                            }
                        }
                    }
                    result[f][y][x] = Math.tanh(sum);
                }
            }
        }
        return result;
    }

    private static double pixel(float[] pixels, int channel, int y, int x) {
        boolean inside = y >= 0 && y < INPUT.height() && x >= 0 && x < INPUT.width();
        return inside ? pixels[(channel * INPUT.height() + y) * INPUT.width() + x] : 0;
    }

    private static double[][][] pool(double[][][] planes, Border border) {
        int more = border == Border.SAME ? 1 : 0;
        int height = (planes[0].length + more) / 2;
        int width = (planes[0][0].length + more) / 2;
        double[][][] result = new double[planes.length][height][width];
        for (int c = 0; c < planes.length; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int row = 2 * y; row < Math.min(2 * y + 2, planes[c].length); row++) {
                        for (int column = 2 * x; column < Math.min(2 * x + 2, planes[c][row].length); column++) {
                            largest = Math.max(largest, planes[c][row][column]);
                        }
                    }
                    result[c][y][x] = largest;
                }
            }
        }
        return result;
    }
}
