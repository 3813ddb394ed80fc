package io.sparcode.training;

import io.sparcode.model.engine.NetworkState;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;

/**
 * The sum of workers' results in a round, each weighted by its share of the round's records, so that the sum over all
 * workers is the average. Floating-point sums depend on their order: {@link #merge} is called in the order of shards.
 */
public final class RoundSum implements Externalizable {
    private static final long serialVersionUID = 1;

    private int firstShard;
    private float[] parameters;
    private float[] updaterState;
    private int steps;
    private double lossSum;
    private int failedShard;
    private int failedStep;
    private double failedLoss;
    /** The shared value whose tasks answer by reference, or 0. */
    private long localId;

    /** For deserialization only. */
    public RoundSum() {}

    private RoundSum(int shard, float[] parameters, float[] updaterState, int steps, double lossSum) {
        this.firstShard = shard;
        this.parameters = parameters;
        this.updaterState = updaterState;
        this.steps = steps;
        this.lossSum = lossSum;
        this.failedShard = -1;
    }

    /**
     * Returns one worker's part.
     *
     * @param weight the worker's share of the round's records, 0 to 1
     * @param lossSum its minibatches' losses, each times the minibatch's records
     */
    static RoundSum of(int shard, NetworkState result, float weight, int steps, double lossSum) {
        if (weight != 1) {
            scale(result.parameters(), weight);
            scale(result.updaterState(), weight);
        }
        return new RoundSum(shard, result.parameters(), result.updaterState(), steps, lossSum);
    }

    /** Returns the part of a worker that had no records. */
    static RoundSum nothing(int shard) {
        return new RoundSum(shard, new float[0], new float[0], 0, 0);
    }

    /** Returns the part of a worker whose minibatch {@code step}, counted from 1 in the round, was not finite. */
    static RoundSum failed(int shard, int step, double loss) {
        RoundSum failed = nothing(shard);
        failed.failedShard = shard;
        failed.failedStep = step;
        failed.failedLoss = loss;
        return failed;
    }

    /** Has this stay in the process where it is not 0 but a {@link Shared#localId}; returns this. */
    RoundSum answering(long sharedLocalId) {
        localId = sharedLocalId;
        return this;
    }

    private static void scale(float[] values, float weight) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= weight;
        }
    }

    /** Adds the sum of later shards; returns this. */
    RoundSum merge(RoundSum later) {
        parameters = add(parameters, later.parameters);
        updaterState = add(updaterState, later.updaterState);
        steps = Math.max(steps, later.steps);
        lossSum += later.lossSum;
        if (failedShard < 0) {
            failedShard = later.failedShard;
            failedStep = later.failedStep;
            failedLoss = later.failedLoss;
        }
        return this;
    }

    private static float[] add(float[] sum, float[] values) {
        if (sum.length == 0) {
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            sum[i] += values[i];
        }
        return sum;
    }

    int firstShard() {
        return firstShard;
    }

    float[] parameters() {
        return parameters;
    }

    float[] updaterState() {
        return updaterState;
    }

    /** Returns the most minibatches that a worker took. */
    int steps() {
        return steps;
    }

    double lossSum() {
        return lossSum;
    }

    /** Returns the first shard with a loss or parameter that is not finite, or -1. */
    int failedShard() {
        return failedShard;
    }

    int failedStep() {
        return failedStep;
    }

    double failedLoss() {
        return failedLoss;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(firstShard);
        out.writeLong(localId);
        if (localId != 0) {
            Shared.answer(localId, firstShard, this);
            return;
        }
        out.writeInt(steps);
        out.writeDouble(lossSum);
        out.writeInt(failedShard);
        out.writeInt(failedStep);
        out.writeDouble(failedLoss);
        NetworkState.writeFloats(out, parameters);
        NetworkState.writeFloats(out, updaterState);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        firstShard = in.readInt();
        localId = in.readLong();
        if (localId != 0) {
            return;
        }
        steps = in.readInt();
        lossSum = in.readDouble();
        failedShard = in.readInt();
        failedStep = in.readInt();
        failedLoss = in.readDouble();
        parameters = NetworkState.readFloats(in);
        updaterState = NetworkState.readFloats(in);
    }

    private Object readResolve() {
        return localId == 0 ? this : Shared.takeAnswer(localId, firstShard);
    }
}
