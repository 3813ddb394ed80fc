package io.sparcode.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A map of points in two dimensions in which neighbours stay neighbours: t-SNE (van der Maaten and Hinton, "Visualizing data
 * using t-SNE", 2008) with attraction among nearest neighbours only (van der Maaten, "Accelerating t-SNE using tree-based
 * algorithms", 2014) and exact repulsion, whose cost is the square of the number of points. The same on every number of
 * threads.
 */
final class TSne {
    private static final double PERPLEXITY = 30;
    private static final int ITERATIONS = 750;
    /** Iterations in which attraction is exaggerated, so that clusters form. */
    private static final int EXAGGERATED = 250;

    private static final float EXAGGERATION = 12;
    /** Points whose repulsion one task computes. */
    private static final int STRIP = 256;

    private final int count;
    private final int[][] neighbours;
    /** Joint probabilities of a point and its neighbours, in the neighbours' order. */
    private final float[][] affinities;

    private TSne(int count, int[][] neighbours, float[][] affinities) {
        this.count = count;
        this.neighbours = neighbours;
        this.affinities = affinities;
    }

    /**
     * Places points.
     *
     * @param start a place for each, [count, 2], of which the directions are kept and the size is not: principal components
     *     let the map show the large as well as the near (Kobak and Berens, "The art of using t-SNE", 2019)
     * @return a place for each, [count, 2], about 0
     */
    static double[][] map(Points points, double[][] start, long seed) {
        int count = points.count();
        if (count < 4) {
            return start;
        }
        double perplexity = Math.min(PERPLEXITY, (count - 1) / 3.0);
        int near = Math.min(count - 1, (int) (3 * perplexity));
        int[][] nearest = new int[count][];
        double[][] conditional = new double[count][];
        IntStream.range(0, count).parallel().forEach(i -> {
            float[] distances = points.squaredDistances(points.vector(i));
            nearest[i] = Arrays.copyOf(points.nearestTo(i), near);
            conditional[i] = conditional(
                    Arrays.stream(nearest[i]).mapToDouble(j -> distances[j]).toArray(), perplexity);
        });
        return symmetric(nearest, conditional).descend(start, seed);
    }

    /** Returns the probabilities of neighbours at these squared distances, by a bandwidth that gives the perplexity. */
    static double[] conditional(double[] squaredDistances, double perplexity) {
        double least = Arrays.stream(squaredDistances).min().orElse(0);
        double mean =
                Arrays.stream(squaredDistances).map(d -> d - least).average().orElse(0);
        double[] probabilities = new double[squaredDistances.length];
        double precision = mean > 0 ? 1 / mean : 1;
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        for (int step = 0; step < 64; step++) {
            double sum = 0;
            double weighted = 0;
            for (int j = 0; j < probabilities.length; j++) {
                double distance = squaredDistances[j] - least;
                probabilities[j] = Math.exp(-distance * precision);
                sum += probabilities[j];
                weighted += distance * probabilities[j];
            }
            double entropy = Math.log(sum) + precision * weighted / sum;
            for (int j = 0; j < probabilities.length; j++) {
                probabilities[j] /= sum;
            }
            double excess = entropy - Math.log(perplexity);
            if (Math.abs(excess) < 1e-5) {
                break;
            }
            if (excess > 0) {
                low = precision;
                precision = Double.isInfinite(high) ? precision * 2 : (precision + high) / 2;
            } else {
                high = precision;
                precision = (precision + low) / 2;
            }
        }
        return probabilities;
    }

    private static TSne symmetric(int[][] nearest, double[][] conditional) {
        int count = nearest.length;
        List<TreeMap<Integer, Double>> joint = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            joint.add(new TreeMap<>());
        }
        for (int i = 0; i < count; i++) {
            for (int n = 0; n < nearest[i].length; n++) {
                double half = conditional[i][n] / (2.0 * count);
                joint.get(i).merge(nearest[i][n], half, Double::sum);
                joint.get(nearest[i][n]).merge(i, half, Double::sum);
            }
        }
        int[][] neighbours = new int[count][];
        float[][] affinities = new float[count][];
        for (int i = 0; i < count; i++) {
            neighbours[i] = joint.get(i).keySet().stream().mapToInt(j -> j).toArray();
            affinities[i] = new float[neighbours[i].length];
            for (int n = 0; n < neighbours[i].length; n++) {
                affinities[i][n] = joint.get(i).get(neighbours[i][n]).floatValue();
            }
        }
        return new TSne(count, neighbours, affinities);
    }

    private double[][] descend(double[][] start, long seed) {
        float[][] place = scaled(start, seed);
        float[][] gradient = new float[2][count];
        float[][] velocity = new float[2][count];
        float[][] gain = new float[2][count];
        Arrays.fill(gain[0], 1);
        Arrays.fill(gain[1], 1);
        float rate = Math.max(50, count / EXAGGERATION / 4);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            boolean early = iteration < EXAGGERATED;
            setGradient(place, early ? EXAGGERATION : 1, gradient);
            for (int axis = 0; axis < 2; axis++) {
                step(place[axis], gradient[axis], velocity[axis], gain[axis], rate, early ? 0.5f : 0.8f);
            }
        }
        double[][] result = new double[count][];
        for (int i = 0; i < count; i++) {
            result[i] = new double[] {place[0][i], place[1][i]};
        }
        return result;
    }

    /** Brings places to a deviation of 1e-4 on the first axis, and apart where they are the same. */
    private float[][] scaled(double[][] start, long seed) {
        double squares = Arrays.stream(start).mapToDouble(p -> p[0] * p[0]).sum();
        double scale = squares > 0 ? 1e-4 / Math.sqrt(squares / count) : 0;
        SplittableRandom random = new SplittableRandom(seed);
        float[][] place = new float[2][count];
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < 2; axis++) {
                place[axis][i] = (float) (start[i][axis] * scale + (random.nextDouble() - 0.5) * 1e-5);
            }
        }
        return place;
    }

    /** Jacobs's gains ("Increased rates of convergence through learning rate adaptation", 1988), as in t-SNE's own code. */
    private static void step(
            float[] place, float[] gradient, float[] velocity, float[] gain, float rate, float momentum) {
        double sum = 0;
        for (int i = 0; i < place.length; i++) {
            gain[i] = Math.max(
                    0.01f, Math.signum(gradient[i]) == Math.signum(velocity[i]) ? gain[i] * 0.8f : gain[i] + 0.2f);
            velocity[i] = momentum * velocity[i] - rate * gain[i] * gradient[i];
            place[i] += velocity[i];
            sum += place[i];
        }
        float mean = (float) (sum / place.length);
        for (int i = 0; i < place.length; i++) {
            place[i] -= mean;
        }
    }

    /** Sets 4 times the sum of attractions less repulsions, [2, count]. */
    private void setGradient(float[][] place, float exaggeration, float[][] gradient) {
        int strips = (count + STRIP - 1) / STRIP;
        float[][] repulsion = new float[2][count];
        double[] sums = IntStream.range(0, strips)
                .parallel()
                .mapToDouble(strip -> {
                    int from = strip * STRIP;
                    int to = Math.min(count, from + STRIP);
                    for (int i = from; i < to; i++) {
                        attract(i, place, exaggeration, gradient);
                    }
                    return repel(place[0], place[1], repulsion[0], repulsion[1], from, to);
                })
                .toArray();
        // Each point's own place is 1 in the sum.
        float normalizer = (float) (Arrays.stream(sums).sum() - count);
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < count; i++) {
                gradient[axis][i] = 4 * (gradient[axis][i] - repulsion[axis][i] / normalizer);
            }
        }
    }

    private void attract(int i, float[][] place, float exaggeration, float[][] gradient) {
        float x = 0;
        float y = 0;
        for (int n = 0; n < neighbours[i].length; n++) {
            int j = neighbours[i][n];
            float dx = place[0][i] - place[0][j];
            float dy = place[1][i] - place[1][j];
            float force = exaggeration * affinities[i][n] / (1 + dx * dx + dy * dy);
            x += force * dx;
            y += force * dy;
        }
        gradient[0][i] = x;
        gradient[1][i] = y;
    }

    /** Adds all points' repulsions of those from {@code from} to {@code to}, and returns the sum of their similarities. */
    private double repel(float[] x, float[] y, float[] toX, float[] toY, int from, int to) {
        float[] similarities = new float[to - from];
        float[] sumX = new float[to - from];
        float[] sumY = new float[to - from];
        float[] ownX = Arrays.copyOfRange(x, from, to);
        float[] ownY = Arrays.copyOfRange(y, from, to);
        for (int j = 0; j < count; j++) {
            addRepulsions(x[j], y[j], ownX, ownY, sumX, sumY, similarities);
        }
        System.arraycopy(sumX, 0, toX, from, to - from);
        System.arraycopy(sumY, 0, toY, from, to - from);
        double sum = 0;
        for (float similarity : similarities) {
            sum += similarity;
        }
        return sum;
    }

    /** Over the points of a strip, each by itself, so that the compiler makes vector instructions of it. */
    private static void addRepulsions(
            float fromX, float fromY, float[] x, float[] y, float[] sumX, float[] sumY, float[] similarities) {
        for (int i = 0; i < x.length; i++) {
            float dx = x[i] - fromX;
            float dy = y[i] - fromY;
            float similarity = 1 / (1 + dx * dx + dy * dy);
            similarities[i] += similarity;
            float force = similarity * similarity;
            sumX[i] += force * dx;
            sumY[i] += force * dy;
        }
    }
}
