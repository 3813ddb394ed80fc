package io.sparcode.generation;

import io.sparcode.model.engine.DecoderLikelihood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the codes whose decodings fit known values best: gradient descent by Adam (Kingma and Ba 2015) from several starts,
 * of which after each quarter of the iterations the better half goes on (successive halving: Jamieson and Talwalkar 2016).
 * Best is the least -log p(known values|code), to which a variational model's prior is added; other models' codes are held
 * to what training records' codes have been seen to be, unit by unit.
 */
final class CodeSearch {
    private static final int ROUNDS = 4;
    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double TINY = 1e-8;

    private final DecoderLikelihood likelihood;
    private final CodeRanges ranges;
    private final int iterations;
    private final double learningRate;
    private final double priorWeight;

    /**
     * Prepares.
     *
     * @param iterations at least 4
     * @param learningRate in standard deviations of each unit
     * @param priorWeight 0 for a model that is not variational
     */
    CodeSearch(
            DecoderLikelihood likelihood, CodeRanges ranges, int iterations, double learningRate, double priorWeight) {
        this.likelihood = likelihood;
        this.ranges = ranges;
        this.iterations = iterations;
        this.learningRate = learningRate;
        this.priorWeight = priorWeight;
    }

    /** A code on its way, and the record that it is for. */
    private record Candidate(int record, float[] code) {}

    /**
     * Returns the best code of each record.
     *
     * @param starts each record's, at least one
     * @param targets each record's values, [size]
     * @param known which of them count, [size]
     */
    List<float[]> best(List<List<float[]>> starts, List<float[]> targets, boolean[] known) {
        List<Candidate> candidates = new ArrayList<>();
        for (int record = 0; record < starts.size(); record++) {
            for (float[] start : starts.get(record)) {
                candidates.add(new Candidate(record, start.clone()));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            descend(candidates, targets, known, round);
            candidates = betterHalf(candidates, targets, known, round == ROUNDS - 1);
        }
        return candidates.stream().map(Candidate::code).toList();
    }

    private void descend(List<Candidate> candidates, List<float[]> targets, boolean[] known, int round) {
        float[] codes = flat(candidates.stream().map(Candidate::code).toList());
        float[] wanted = flat(candidates.stream()
                .map(candidate -> targets.get(candidate.record()))
                .toList());
        double[] means = new double[codes.length];
        double[] squares = new double[codes.length];
        int from = iterations * round / ROUNDS;
        int to = iterations * (round + 1) / ROUNDS;
        for (int iteration = from; iteration < to; iteration++) {
            float[] gradients = likelihood.gradients(codes, wanted, known);
            double rate = learningRate * (1 - (double) iteration / iterations);
            int step = iteration - from + 1;
            double meanCorrection = 1 - Math.pow(MEAN_DECAY, step);
            double squareCorrection = 1 - Math.pow(SQUARE_DECAY, step);
            for (int i = 0; i < codes.length; i++) {
                double gradient = gradients[i] + priorWeight * codes[i];
                means[i] = MEAN_DECAY * means[i] + (1 - MEAN_DECAY) * gradient;
                squares[i] = SQUARE_DECAY * squares[i] + (1 - SQUARE_DECAY) * gradient * gradient;
                double direction = means[i] / meanCorrection / (Math.sqrt(squares[i] / squareCorrection) + TINY);
                codes[i] = ranges.moved(i, codes[i], -rate * direction);
            }
        }
        int units = codes.length / candidates.size();
        for (int i = 0; i < candidates.size(); i++) {
            System.arraycopy(codes, i * units, candidates.get(i).code(), 0, units);
        }
    }

    private List<Candidate> betterHalf(
            List<Candidate> candidates, List<float[]> targets, boolean[] known, boolean oneOnly) {
        float[] codes = flat(candidates.stream().map(Candidate::code).toList());
        float[] wanted = flat(candidates.stream()
                .map(candidate -> targets.get(candidate.record()))
                .toList());
        double[] losses = likelihood.losses(likelihood.decode(codes, candidates.size()), wanted, known);
        for (int i = 0; i < losses.length; i++) {
            losses[i] += priorWeight * halfSquaredNorm(candidates.get(i).code());
        }
        List<Candidate> kept = new ArrayList<>();
        for (int record = 0; record < targets.size(); record++) {
            int own = record;
            List<Integer> ranked = IntStream.range(0, candidates.size())
                    .filter(i -> candidates.get(i).record() == own)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> losses[i]))
                    .toList();
            int count = oneOnly ? 1 : (ranked.size() + 1) / 2;
            ranked.subList(0, count).forEach(i -> kept.add(candidates.get(i)));
        }
        return kept;
    }

    private static double halfSquaredNorm(float[] code) {
        double sum = 0;
        for (float value : code) {
            sum += (double) value * value;
        }
        return sum / 2;
    }

    private static float[] flat(List<float[]> rows) {
        int size = rows.get(0).length;
        float[] flat = new float[Math.multiplyExact(rows.size(), size)];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, flat, row * size, size);
        }
        return flat;
    }
}
