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
 * 2016). The draws depend on that distribution alone, so that a record has the same estimate wherever it is computed.
 */
final class ImportanceSampling {
    private final Loss loss;
    private final int samples;
    private final double[] logWeights;

    /** Prepares for {@code samples} draws a record, at least 1. */
    ImportanceSampling(Loss loss, int samples) {
        this.loss = loss;
        this.samples = samples;
        this.logWeights = new double[samples];
    }

    /**
     * Returns the estimate for the record that fills a batch.
     *
     * @param means [code size]
     * @param logVariances [code size]
     * @param copies the record, as often as the batch can hold it
     * @return in nats; higher is likelier
     */
    double logLikelihood(NetworkEngine engine, float[] means, float[] logVariances, RecordBatch copies) {
        SplittableRandom random = random(means, logVariances);
        int units = means.length;
        int most = copies.records();
        float[] codes = new float[most * units];
        for (int first = 0; first < samples; first += most) {
            int count = Math.min(most, samples - first);
            for (int sample = 0; sample < count; sample++) {
                logWeights[first + sample] = draw(random, means, logVariances, codes, sample * units);
            }
            double[] negativeLogLikelihoods = negativeLogLikelihoods(loss, engine, codes, copies);
            for (int sample = 0; sample < count; sample++) {
                logWeights[first + sample] -= negativeLogLikelihoods[sample];
            }
        }
        return logMeanExp(logWeights);
    }

    /** Returns random numbers that belong to a distribution over codes. */
    static SplittableRandom random(float[] means, float[] logVariances) {
        return new SplittableRandom(31L * Arrays.hashCode(means) + Arrays.hashCode(logVariances));
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
