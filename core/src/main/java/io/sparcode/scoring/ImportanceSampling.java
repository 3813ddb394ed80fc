package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Loss;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A record's log-likelihood under a variational autoencoder, estimated from codes drawn from the record's own distribution:
 * the logarithm of the mean of p(x|z) p(z) / q(z|x) (Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders",
 * 2016). The random numbers depend on the record's values alone, so that it has the same estimate wherever it is computed.
 */
final class ImportanceSampling {
    /** Keeps these random numbers apart from others that are made from a record's hash, such as those of corruptions. */
    private static final long CODES = 0x6c6174656e74L;

    private final Loss loss;
    private final int samples;
    private RecordBatch copies;

    /** Prepares for {@code samples} draws a record, at least 1. */
    ImportanceSampling(Loss loss, int samples) {
        this.loss = loss;
        this.samples = samples;
    }

    /**
     * Returns the estimates for a batch's records, which are decoded from as many codes at a time as the batch can hold records.
     *
     * @param means [record][code unit]
     * @param logVariances [record][code unit]
     * @param batch the records as they were encoded, with their targets
     * @return in nats, by record; higher is likelier
     */
    double[] logLikelihoods(NetworkEngine engine, float[][] means, float[][] logVariances, RecordBatch batch) {
        int units = means[0].length;
        double[][] logWeights = new double[means.length][samples];
        int[] records = new int[batch.capacity()];
        int[] draws = new int[records.length];
        float[] codes = new float[records.length * units];
        int filled = 0;
        for (int record = 0; record < means.length; record++) {
            SplittableRandom random = random(batch, record);
            for (int sample = 0; sample < samples; sample++) {
                logWeights[record][sample] = draw(random, means[record], logVariances[record], codes, filled * units);
                records[filled] = record;
                draws[filled++] = sample;
                boolean last = record == means.length - 1 && sample == samples - 1;
                if (filled == records.length || last) {
                    copies = batch.gathered(records, filled, copies);
                    double[] negative =
                            negativeLogLikelihoods(loss, engine, Arrays.copyOf(codes, filled * units), copies);
                    for (int i = 0; i < filled; i++) {
                        logWeights[records[i]][draws[i]] -= negative[i];
                    }
                    filled = 0;
                }
            }
        }
        return Arrays.stream(logWeights)
                .mapToDouble(ImportanceSampling::logMeanExp)
                .toArray();
    }

    /**
     * Returns the random numbers by which a record's codes are drawn. They belong to the record as it is encoded, since the
     * codes are drawn from what the encoder makes of that: its target changes no draw. Not to the distribution itself, of
     * which a difference in the last place would change all of them.
     */
    static SplittableRandom random(RecordBatch encoded, int record) {
        return new SplittableRandom(new SplittableRandom(CODES).nextLong() ^ encoded.hash(record));
    }

    /** Returns -log p(x|z) of a batch's records, each with a code of its own, in nats. */
    static double[] negativeLogLikelihoods(Loss loss, NetworkEngine engine, float[] codes, RecordBatch batch) {
        Set<Wanted> wanted = loss.needsProbability() ? Set.of(Wanted.CROSS_ENTROPIES) : Set.of();
        NetworkEngine.Reconstruction made = engine.decode(codes, batch, wanted);
        double[] result = new double[batch.records()];
        for (int record = 0; record < result.length; record++) {
            result[record] = loss.negativeLogLikelihood(
                    made.meanSquaredErrors()[record],
                    made.crossEntropies() == null ? 0 : made.crossEntropies()[record],
                    batch.target().size());
        }
        return result;
    }

    /** Draws a code and returns log p(z) - log q(z|x). */
    static double draw(SplittableRandom random, float[] means, float[] logVariances, float[] codes, int offset) {
        double difference = 0;
        for (int unit = 0; unit < means.length; unit++) {
            double noise = random.nextGaussian();
            double value = means[unit] + Math.exp(0.5 * logVariances[unit]) * noise;
            codes[offset + unit] = (float) value;
            difference += 0.5 * (noise * noise + logVariances[unit] - value * value);
        }
        return difference;
    }

    private static double logMeanExp(double[] values) {
        double largest = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum / values.length);
    }
}
