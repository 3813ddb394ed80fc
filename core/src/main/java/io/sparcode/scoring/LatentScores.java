package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.Loss;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/** Scores of batches by a variational autoencoder. Draws depend on a record's own distribution alone. */
final class LatentScores {
    private final LatentScoring options;
    private final Loss loss;
    private final ImportanceSampling sampling;
    private RecordBatch copies;

    /**
     * A record's scores, in nats.
     *
     * @param deviations of the code, [code size]
     * @param divergence of the record's distribution over codes from the standard normal distribution
     * @param bound an unbiased estimate, from one draw, of the evidence lower bound; NaN where there is nothing to compare
     *     with or a value of the target is impossible
     * @param logLikelihood NaN where it was not asked for, and as the bound
     */
    record LatentScore(float[] deviations, double divergence, double bound, double logLikelihood) {}

    LatentScores(LatentScoring options) {
        this.options = options;
        this.loss = Architecture.fromJson(options.architecture()).loss();
        this.sampling = options.samples() > 0 ? new ImportanceSampling(loss, options.samples()) : null;
    }

    /** Returns the scores of a batch's records, of which an engine has made something. */
    LatentScore[] of(NetworkEngine engine, RecordBatch batch, NetworkEngine.Reconstruction made) {
        int records = batch.records();
        int units = made.codes().length / records;
        boolean compared = batch.target() != null;
        double[] negativeLogLikelihoods = compared ? ofDraws(engine, batch, made, units) : null;
        LatentScore[] scores = new LatentScore[records];
        for (int record = 0; record < records; record++) {
            float[] means = Arrays.copyOfRange(made.codes(), record * units, (record + 1) * units);
            float[] logVariances = Arrays.copyOfRange(made.logVariances(), record * units, (record + 1) * units);
            double divergence = divergence(means, logVariances);
            scores[record] = new LatentScore(
                    deviations(logVariances),
                    divergence,
                    compared ? -negativeLogLikelihoods[record] - divergence : Double.NaN,
                    compared && sampling != null
                            ? sampling.logLikelihood(engine, means, logVariances, copiesOf(batch, record))
                            : Double.NaN);
        }
        return scores;
    }

    /** Returns -log p(x|z) of one code drawn for each record. */
    private double[] ofDraws(NetworkEngine engine, RecordBatch batch, NetworkEngine.Reconstruction made, int units) {
        float[] drawn = new float[made.codes().length];
        for (int record = 0; record < batch.records(); record++) {
            SplittableRandom random = ImportanceSampling.random(
                    Arrays.copyOfRange(made.codes(), record * units, (record + 1) * units),
                    Arrays.copyOfRange(made.logVariances(), record * units, (record + 1) * units));
            for (int unit = record * units; unit < (record + 1) * units; unit++) {
                drawn[unit] = (float)
                        (made.codes()[unit] + Math.exp(0.5 * made.logVariances()[unit]) * random.nextGaussian());
            }
        }
        Set<Wanted> wanted = loss.needsProbability() ? Set.of(Wanted.CROSS_ENTROPIES) : Set.of();
        NetworkEngine.Reconstruction ofDraws = engine.decode(drawn, batch, wanted);
        double[] result = new double[batch.records()];
        for (int record = 0; record < result.length; record++) {
            result[record] = loss.negativeLogLikelihood(
                    ofDraws.meanSquaredErrors()[record],
                    ofDraws.crossEntropies() == null ? 0 : ofDraws.crossEntropies()[record],
                    batch.target().size());
        }
        return result;
    }

    private RecordBatch copiesOf(RecordBatch batch, int record) {
        copies = batch.repeated(record, copies);
        return copies;
    }

    private static double divergence(float[] means, float[] logVariances) {
        double sum = 0;
        for (int unit = 0; unit < means.length; unit++) {
            sum += (double) means[unit] * means[unit] + Math.exp(logVariances[unit]) - logVariances[unit] - 1;
        }
        return 0.5 * sum;
    }

    private static float[] deviations(float[] logVariances) {
        float[] deviations = new float[logVariances.length];
        for (int unit = 0; unit < deviations.length; unit++) {
            deviations[unit] = (float) Math.exp(0.5 * logVariances[unit]);
        }
        return deviations;
    }
}
