package io.sparcode.generation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** How far code units vary over training records: the scale of steps, and bounds where there are any. */
final class CodeRanges implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] deviations;
    private final float[] least;
    private final float[] most;

    private CodeRanges(double[] deviations, float[] least, float[] most) {
        this.deviations = deviations;
        this.least = least;
        this.most = most;
    }

    /** Returns those of codes that nothing is known of: deviations of 1, without bounds. */
    static CodeRanges unknown(int units) {
        double[] ones = new double[units];
        Arrays.fill(ones, 1);
        return new CodeRanges(ones, null, null);
    }

    /** Returns those of some codes, at least one. */
    static CodeRanges of(List<float[]> codes) {
        int units = codes.get(0).length;
        double[] deviations = new double[units];
        float[] least = codes.get(0).clone();
        float[] most = codes.get(0).clone();
        for (int unit = 0; unit < units; unit++) {
            double mean = 0;
            double squares = 0;
            int count = 0;
            for (float[] code : codes) {
                double difference = code[unit] - mean;
                mean += difference / ++count;
                squares += difference * (code[unit] - mean);
                least[unit] = Math.min(least[unit], code[unit]);
                most[unit] = Math.max(most[unit], code[unit]);
            }
            deviations[unit] = Math.sqrt(squares / count);
        }
        return new CodeRanges(deviations, least, most);
    }

    /** Returns the same without bounds. */
    CodeRanges unbounded() {
        return new CodeRanges(deviations, null, null);
    }

    /**
     * Returns a unit's value moved and held within its bounds.
     *
     * @param place the unit's, or its place among several codes side by side
     * @param by in the unit's standard deviations
     */
    float moved(int place, float value, double by) {
        int unit = place % deviations.length;
        float moved = (float) (value + by * deviations[unit]);
        return least == null ? moved : Math.max(least[unit], Math.min(most[unit], moved));
    }
}
