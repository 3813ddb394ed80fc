package io.sparcode.model.engine;

import io.sparcode.model.LayerNoise;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The squared Frobenius norm of the Jacobian of several dense layers, averaged over the batch: vectors, one for each unit of
 * the code or random ones, go back through the layers, each times slopes and weights; the norm's derivative goes forward
 * the same way, and leaves gradients of both.
 */
final class StackContraction implements AddedLoss {
    private final ChainLayer.Contractive penalty;
    private final int records;
    private final int passes;
    private final List<Step> steps = new ArrayList<>();
    private final Tensor vectors;
    private final FloatBuffer norms;
    private final FloatBuffer normSlopes;
    private final float[] values;
    private final float[] signs;
    private double loss;

    StackContraction(ChainLayer.Contractive penalty, List<DenseCalls> layers) {
        this.penalty = penalty;
        Tensor code = layers.get(layers.size() - 1).sequence().output();
        int projections = penalty.settings().projections();
        records = (int) code.dimensions()[0];
        passes = projections == 0 ? (int) code.size() : projections;
        int rows = passes * records;
        vectors = Tensor.allocate(true, rows, layers.get(0).layer().inputs());
        Tensor into = vectors;
        for (DenseCalls layer : layers) {
            Step step = new Step(layer, into, rows);
            steps.add(step);
            into = step.cotangents;
        }
        norms = vectors.valueBuffer();
        normSlopes = vectors.gradientBuffer();
        values = new float[layers.get(0).layer().inputs()];
        signs = new float[rows * (int) code.size()];
        if (projections == 0) {
            for (int row = 0; row < rows; row++) {
                signs[row * (int) code.size() + row / records] = 1;
            }
        }
    }

    /** One layer's part: vectors at what it gives and at what it takes. */
    private final class Step {
        private final DenseCalls dense;
        /** At the layer's output [rows, outputs]; as gradients, what goes forward. */
        private final Tensor cotangents;
        /** Those times the slopes. */
        private final Tensor scaled;

        private final Call back;
        private final Call forward;
        private final FloatBuffer outputs;
        private final FloatBuffer cotangentValues;
        private final FloatBuffer tangentValues;
        private final FloatBuffer scaledValues;
        private final FloatBuffer productValues;
        private final float[] slopes;
        private final float[] curvatures;
        private final float[] batch;
        private final float[] other;
        private final float[] ofSums;

        Step(DenseCalls dense, Tensor below, int rows) {
            this.dense = dense;
            int outputSize = dense.layer().outputs();
            cotangents = Tensor.allocate(true, rows, outputSize);
            scaled = Tensor.allocate(true, rows, outputSize);
            back = dense.timesWeights(scaled, scaled.values(), below.values());
            forward = dense.timesTransposedWeights(below, below.gradients(), scaled.gradients());
            dense.addUse(scaled, scaled.values(), below.gradients());
            outputs = dense.sequence().output().valueBuffer();
            cotangentValues = cotangents.valueBuffer();
            tangentValues = cotangents.gradientBuffer();
            scaledValues = scaled.valueBuffer();
            productValues = scaled.gradientBuffer();
            int length = records * outputSize;
            slopes = new float[length];
            curvatures = new float[length];
            batch = new float[length];
            other = new float[length];
            ofSums = dense.gradientsOfSums();
        }

        void pullBack() {
            outputs.get(0, batch);
            Slopes.first(dense.layer().activation(), batch, slopes);
            Slopes.second(dense.layer().activation(), batch, curvatures);
            for (int pass = 0; pass < passes; pass++) {
                cotangentValues.get(pass * batch.length, batch);
                Vectors.multiply(batch, slopes);
                scaledValues.put(pass * batch.length, batch);
            }
            back.run();
        }

        void pushForward() {
            forward.run();
            Arrays.fill(ofSums, 0);
            for (int pass = 0; pass < passes; pass++) {
                productValues.get(pass * batch.length, batch);
                cotangentValues.get(pass * batch.length, other);
                addProducts(batch, other, curvatures, ofSums);
                Vectors.multiply(batch, slopes);
                tangentValues.put(pass * batch.length, batch);
            }
        }
    }

    private static void addProducts(float[] a, float[] b, float[] c, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * b[i] * c[i];
        }
    }

    @Override
    public void runForward() {
        if (penalty.settings().projections() > 0) {
            LayerNoise.signs(LayerNoise.next(), signs, signs.length);
        }
    }

    @Override
    public void runBackward() {
        steps.get(steps.size() - 1).cotangentValues.put(0, signs);
        for (int i = steps.size() - 1; i >= 0; i--) {
            steps.get(i).pullBack();
        }
        double weight = penalty.settings().weight()
                / records
                / Math.max(1, penalty.settings().projections());
        double sum = 0;
        for (int row = 0; row < passes * records; row++) {
            norms.get(row * values.length, values);
            for (float value : values) {
                sum += value * value;
            }
            Vectors.scale(values, (float) (2 * weight));
            normSlopes.put(row * values.length, values);
        }
        loss = weight * sum;
        steps.forEach(Step::pushForward);
    }

    @Override
    public double loss() {
        return loss;
    }
}
