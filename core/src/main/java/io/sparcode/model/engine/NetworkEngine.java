package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.NativeBackend;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that is ready to be computed, by one thread at a time. What it gives depends on nothing but what was loaded
 * last and what it is handed, so that engines can be kept and used for one training after another.
 */
public interface NetworkEngine {
    /**
     * Returns the fastest engine that covers a network on this machine.
     *
     * @param configuration {@code ComputationGraphConfiguration.toJson()}
     */
    static NetworkEngine of(String configuration) {
        NativeBackend.prepare();
        ComputationGraphConfiguration network = ComputationGraphConfiguration.fromJson(configuration);
        try {
            OneDnn.requireAvailable();
            return new OneDnnEngine(LayerChain.of(network));
        } catch (NotCoveredException e) {
            Fallbacks.log(e.getMessage());
            return new Dl4jEngine(configuration);
        }
    }

    /** Returns what computes the network: {@code oneDNN} or {@code DL4J}. */
    String name();

    /** Sets all that the outcome depends on; the updater's state is zero where the given one is empty. */
    void load(NetworkState state, long randomSeed);

    /** Returns a copy of parameters, updater's state and steps taken. */
    NetworkState state();

    /** Returns a copy of the parameters. */
    float[] parameters();

    /**
     * Takes a step on each minibatch, up to and including the first whose loss is not finite.
     *
     * @param minibatches each needed only until the next is asked for
     */
    Steps train(Iterator<RecordBatch> minibatches);

    /**
     * Computes codes, reconstructions, their errors, and what else is wanted: of each record the same, bit for bit on the
     * same kind of CPU, whatever the others are, how many, and where it lies among them ({@link RecordsAtATime}).
     */
    Reconstruction reconstruct(RecordBatch records, Set<Wanted> wanted);

    /**
     * Computes reconstructions from codes, their errors, and what else is wanted, each as {@link #reconstruct} does whatever
     * the others are; of codes that are given, no distribution.
     *
     * @param codes [record, code size]
     * @param records as many, whose targets the reconstructions are compared with, if they have any; nothing else is
     *     looked at
     * @throws IllegalArgumentException if the network has no vertex named {@link io.sparcode.model.Architecture#CODE}
     */
    Reconstruction decode(float[] codes, RecordBatch records, Set<Wanted> wanted);

    /** What costs time to give. */
    enum Wanted {
        /** The reconstructions themselves. */
        VALUES,
        /** Each record's cross-entropy, for a network whose output is a probability. */
        CROSS_ENTROPIES
    }

    /**
     * The steps that were taken.
     *
     * @param count how many
     * @param lossSum their losses, penalties included, each times its minibatch's records
     * @param lastLoss the last one's loss
     */
    record Steps(int count, double lossSum, double lastLoss) {}

    /**
     * What a network makes of a batch.
     *
     * @param codes [record, code size]; empty if the network has no vertex of the name
     *     {@link io.sparcode.model.Architecture#CODE}
     * @param logVariances [record, code size] of the normal distributions of which the codes are the means; null for a
     *     network that is not variational
     * @param values [record, size] the reconstructions; null if they were not wanted
     * @param meanSquaredErrors from each record's target; NaN where there is none
     * @param crossEntropies in nats a value, NaN for a record whose target has a value outside [0, 1] or that has none;
     *     null if they were not wanted
     */
    record Reconstruction(
            float[] codes, float[] logVariances, float[] values, double[] meanSquaredErrors, double[] crossEntropies) {
        /** Returns what was made of one part of a batch after the other; at least one. */
        static Reconstruction joined(List<Reconstruction> parts) {
            if (parts.size() == 1) {
                return parts.get(0);
            }
            return new Reconstruction(
                    floats(parts, Reconstruction::codes),
                    floats(parts, Reconstruction::logVariances),
                    floats(parts, Reconstruction::values),
                    doubles(parts, Reconstruction::meanSquaredErrors),
                    doubles(parts, Reconstruction::crossEntropies));
        }

        private static float[] floats(List<Reconstruction> parts, Function<Reconstruction, float[]> some) {
            if (some.apply(parts.get(0)) == null) {
                return null;
            }
            float[] all = new float
                    [parts.stream().mapToInt(part -> some.apply(part).length).sum()];
            int at = 0;
            for (Reconstruction part : parts) {
                float[] values = some.apply(part);
                System.arraycopy(values, 0, all, at, values.length);
                at += values.length;
            }
            return all;
        }

        private static double[] doubles(List<Reconstruction> parts, Function<Reconstruction, double[]> some) {
            return some.apply(parts.get(0)) == null
                    ? null
                    : parts.stream()
                            .flatMapToDouble(part -> Arrays.stream(some.apply(part)))
                            .toArray();
        }
    }

    /** Says once a process, for each reason, that networks are computed by DL4J itself. */
    final class Fallbacks {
        private static final Logger LOG = LoggerFactory.getLogger(NetworkEngine.class);
        private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

        private Fallbacks() {}

        private static void log(String reason) {
            if (LOGGED.add(reason)) {
                LOG.info("{}: computed by DL4J's own graph, which is slower", reason);
            }
        }
    }
}
