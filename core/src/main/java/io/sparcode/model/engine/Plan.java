package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;

/** A network compiled for batches of one size: its native calls in order, on memory of its own. */
final class Plan {
    /** What a plan is for. */
    enum Use {
        TRAINING,
        INFERENCE;

        boolean isTraining() {
            return this == TRAINING;
        }

        prop_kind kind() {
            return this == TRAINING ? prop_kind.forward_training : prop_kind.forward_inference;
        }
    }

    private final int records;
    private final stream stream;
    private final BatchMemory input;
    private final Parameters parameters;
    private final List<Operation> operations = new ArrayList<>();
    private final List<AddedLoss> addedLosses = new ArrayList<>();
    private GaussianSampling sampling;
    private OutputLoss loss;
    private OutputScores scores;
    private BatchMemory target;
    private FloatBuffer output;
    private FloatBuffer code;
    private int encoderOperations;

    /**
     * Compiles for batches like one.
     *
     * @param records how many the batches have in training; how many are computed at a time otherwise
     */
    Plan(LayerChain chain, RecordBatch like, int records, Parameters parameters, Use use, stream stream) {
        this.records = records;
        this.stream = stream;
        this.parameters = parameters;
        this.input = new BatchMemory(like, records, stream);
        Tensor last = input.tensor;
        List<DenseCalls> dense = new ArrayList<>();
        int offset = 0;
        for (ChainLayer layer : chain.layers()) {
            if (layer instanceof ChainLayer.Dense denseLayer) {
                DenseCalls calls = new DenseCalls(denseLayer, last, parameters, offset, use, stream);
                dense.add(calls);
                last = append(calls.sequence());
            } else if (layer instanceof ChainLayer.TiedDense tied) {
                last = append(sourceOf(tied, dense).tied(tied, last, offset, use));
            } else if (layer instanceof ChainLayer.Concrete concrete) {
                last = append(ConcreteCalls.of(concrete, last, parameters, use, stream));
            } else if (layer instanceof ChainLayer.Convolution convolution) {
                last = append(ConvolutionCalls.of(convolution, last, parameters, offset, use, stream));
            } else if (layer instanceof ChainLayer.TransposedConvolution convolution) {
                last = append(TransposedConvolutionCalls.of(convolution, last, parameters, offset, use, stream));
            } else if (layer instanceof ChainLayer.BatchNormalization normalization) {
                last = append(BatchNormalizationCalls.of(normalization, last, parameters, offset, use, stream));
            } else if (layer instanceof ChainLayer.Activation activation) {
                last = append(ActivationCalls.layer(activation.function(), last, stream));
            } else if (layer instanceof ChainLayer.Dropout dropout) {
                if (use.isTraining()) {
                    last = append(DropoutCalls.of(dropout, last, stream));
                }
            } else if (layer instanceof ChainLayer.Pooling pooling) {
                last = append(MovingCalls.pooling(pooling, last, use, stream));
            } else if (layer instanceof ChainLayer.Upsampling upsampling) {
                last = append(MovingCalls.upsampling(upsampling, last, stream));
            } else if (layer instanceof ChainLayer.Planes planes) {
                last = images(planes, last);
            } else if (layer instanceof ChainLayer.Flat) {
                last = vectors(last);
            } else if (layer instanceof ChainLayer.Code) {
                last = vectors(last);
                code = last.valueBuffer();
                encoderOperations = operations.size();
            } else if (layer instanceof ChainLayer.KSparse sparse) {
                LargestOnly operation = new LargestOnly(sparse, vectors(last));
                operations.add(operation);
                last = operation.output();
            } else if (layer instanceof ChainLayer.GaussianSample sample) {
                sampling = new GaussianSampling(sample, last, use.isTraining(), parameters::steps);
                append(sampling);
                last = sampling.output();
            } else if (layer instanceof ChainLayer.ActivityL1 penalty && use.isTraining()) {
                append(new ActivityPenalty(penalty, last));
            } else if (layer instanceof ChainLayer.Contractive penalty && use.isTraining()) {
                append(
                        dense.size() == 1 && penalty.settings().projections() == 0
                                ? new LayerContraction(penalty, dense.get(0))
                                : new StackContraction(penalty, List.copyOf(dense)));
            } else if (layer instanceof ChainLayer.ActivityKl penalty && use.isTraining()) {
                append(new ActivityDivergence(penalty, last));
            } else if (layer instanceof ChainLayer.Loss lossLayer) {
                Tensor logits = last;
                if (!lossLayer.activation().isLinear()) {
                    Elementwise function = lossLayer.activation();
                    last = append(
                            ActivationCalls.forward(function.kind().forward, function.alpha(), 0, logits, stream));
                }
                output = last.valueBuffer();
                if (use.isTraining()) {
                    loss = new OutputLoss(lossLayer, logits, last, stream);
                } else {
                    scores = new OutputScores(lossLayer, logits, last, stream);
                }
            }
            offset += layer.parameters();
        }
        if (use.isTraining()) {
            dense.forEach(DenseCalls::addUpdates);
        }
    }

    private Tensor append(CallSequence operation) {
        operations.add(operation);
        return operation.output();
    }

    private static DenseCalls sourceOf(ChainLayer.TiedDense tied, List<DenseCalls> dense) {
        // By identity: layers of the same sizes are equal.
        return dense.stream()
                .filter(calls -> calls.layer() == tied.source())
                .findFirst()
                .orElseThrow();
    }

    private void append(AddedLoss operation) {
        operations.add(operation);
        addedLosses.add(operation);
    }

    private Tensor images(ChainLayer.Planes planes, Tensor vectors) {
        return planes.channels() == 1
                ? vectors.as(records, 1, planes.height(), planes.width())
                : append(MovingCalls.toImages(planes, vectors, stream));
    }

    private Tensor vectors(Tensor tensor) {
        if (tensor.dimensions().length == 2) {
            return tensor;
        }
        return tensor.dimensions()[1] == 1
                ? tensor.as(records, tensor.size())
                : append(MovingCalls.toVectors(tensor, stream));
    }

    /** Updates the parameters and returns the loss, penalties included. */
    double step(RecordBatch batch) {
        forward(batch, 0, batch.records());
        double sum = loss.backward(targetValues(batch, 0, batch.records()));
        for (int i = operations.size() - 1; i >= 0; i--) {
            operations.get(i).runBackward();
        }
        for (AddedLoss added : addedLosses) {
            sum += added.loss();
        }
        return sum + parameters.takePenalty();
    }

    private void forward(RecordBatch batch, int first, int count) {
        input.fill(batch, first, count);
        for (Operation operation : operations) {
            operation.runForward();
        }
    }

    private FloatBuffer targetValues(RecordBatch batch, int first, int count) {
        if (batch.target() == batch) {
            return input.values;
        }
        if (target == null) {
            target = new BatchMemory(batch.target(), records, stream);
        }
        target.fill(batch.target(), first, count);
        return target.values;
    }

    /** Returns the number of values in a reconstruction. */
    int reconstructionSize() {
        return output.capacity() / records;
    }

    /** Computes {@code count} of a batch's records, at most as many as the plan is for, from {@code first} on. */
    NetworkEngine.Reconstruction reconstruct(RecordBatch batch, int first, int count, Set<Wanted> wanted) {
        forward(batch, first, count);
        float[] codes = code == null ? new float[0] : copy(code, count);
        return scored(codes, sampling == null ? null : sampling.logVariances(count), batch, first, count, wanted);
    }

    /** Computes the reconstructions of as many codes, whose records are those of a batch from {@code first} on. */
    NetworkEngine.Reconstruction decode(float[] codes, RecordBatch batch, int first, int count, Set<Wanted> wanted) {
        if (code == null) {
            throw new IllegalArgumentException("the network has no vertex " + Architecture.CODE);
        }
        input.fill(batch, first, count);
        code.put(0, codes, 0, code.capacity() / records * count);
        for (Operation operation : operations.subList(encoderOperations, operations.size())) {
            operation.runForward();
        }
        return scored(codes, null, batch, first, count, wanted);
    }

    private NetworkEngine.Reconstruction scored(
            float[] codes, float[] logVariances, RecordBatch batch, int first, int present, Set<Wanted> wanted) {
        if (batch.target() == null) {
            return new NetworkEngine.Reconstruction(
                    codes,
                    logVariances,
                    wanted.contains(Wanted.VALUES) ? copy(output, present) : null,
                    ReconstructionError.unknown(present),
                    wanted.contains(Wanted.CROSS_ENTROPIES) ? ReconstructionError.unknown(present) : null);
        }
        FloatBuffer targets = targetValues(batch, first, present);
        return new NetworkEngine.Reconstruction(
                codes,
                logVariances,
                wanted.contains(Wanted.VALUES) ? copy(output, present) : null,
                scores.meanSquaredErrors(targets, present),
                wanted.contains(Wanted.CROSS_ENTROPIES)
                        ? scores.crossEntropies(targets, present, batch.target().holdsBytes())
                        : null);
    }

    private float[] copy(FloatBuffer values, int present) {
        float[] copy = new float[values.capacity() / records * present];
        values.get(0, copy);
        return copy;
    }

    /** A batch's values as floats, plane by plane; bytes are converted and rearranged by oneDNN. */
    private static final class BatchMemory {
        private final Tensor tensor;
        private final FloatBuffer values;
        private final BytePointer raw;
        private final ByteBuffer bytes;
        private final PrimitiveCall conversion;
        private float[] row;

        BatchMemory(RecordBatch like, int records, stream stream) {
            long size = like.size();
            tensor = Tensor.allocate(false, records, size);
            values = tensor.valueBuffer();
            // Records that a batch does not have are computed all the same, and nobody looks at what comes of them.
            values.put(0, new float[values.capacity()]);
            if (!like.holdsBytes()) {
                raw = null;
                bytes = null;
                conversion = null;
                return;
            }
            raw = new BytePointer(records * size);
            bytes = raw.asBuffer();
            bytes.put(0, new byte[bytes.capacity()]);
            long[] planes = {records, like.channels(), size / like.channels(), 1};
            // Channels last: what lies next to each other in memory is the second dimension.
            memory.desc interleaved = new memory.desc(planes, memory.data_type.u8, format_tag.acdb);
            conversion = PrimitiveCall.scaledCopy(
                    OneDnn.view(interleaved, raw),
                    OneDnn.view(OneDnn.plain(planes), tensor.values().get_data_handle()),
                    1 / 255f,
                    stream);
        }

        void fill(RecordBatch batch, int first, int count) {
            int start = first * batch.size();
            int length = count * batch.size();
            if (batch.holdsFloatImages()) {
                if (row == null) {
                    row = new float[batch.size()];
                }
                batch.writeFloatImages(first, count, values, row);
            } else if (conversion == null) {
                values.put(0, batch.floats(), start, length);
            } else {
                bytes.put(0, batch.bytes(), start, length);
                conversion.run();
            }
        }
    }
}
