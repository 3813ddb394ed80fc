package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.Loss;
import io.sparcode.model.engine.NetworkEngine;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Scores of batches by a variational autoencoder. Random draws follow from the values of the record alone. */
final class LatentScores {
    private final Loss loss;
    private final ImportanceSampling sampling;

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
        this.loss = Architecture.fromJson(options.architecture()).loss();
        this.sampling = options.samples() > 0 ? new ImportanceSampling(loss, options.samples()) : null;
    }

    /** Returns the scores of a batch's records as they were encoded, of which an engine has made something. */
    LatentScore[] of(NetworkEngine engine, RecordBatch batch, NetworkEngine.Reconstruction made) {
        int records = batch.records();
        int units = made.codes().length / records;
        float[][] means = new float[records][];
        float[][] logVariances = new float[records][];
        float[] drawn = new float[made.codes().length];
        for (int record = 0; record < records; record++) {
            int first = record * units;
            means[record] = Arrays.copyOfRange(made.codes(), first, first + units);
            logVariances[record] = Arrays.copyOfRange(made.logVariances(), first, first + units);
            SplittableRandom random = ImportanceSampling.random(batch, record);
            ImportanceSampling.draw(random, means[record], logVariances[record], drawn, first);
        }
        boolean compared = batch.target() != null;
        double[] ofDraws =
                compared ? ImportanceSampling.negativeLogLikelihoods(loss, engine, drawn, batch) : new double[0];
        double[] logLikelihoods =
                compared && sampling != null ? sampling.logLikelihoods(engine, means, logVariances, batch) : null;
        LatentScore[] scores = new LatentScore[records];
        for (int record = 0; record < records; record++) {
            double divergence = divergence(means[record], logVariances[record]);
            scores[record] = new LatentScore(
                    deviations(logVariances[record]),
                    divergence,
                    compared ? -ofDraws[record] - divergence : Double.NaN,
                    logLikelihoods == null ? Double.NaN : logLikelihoods[record]);
        }
        return scores;
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
