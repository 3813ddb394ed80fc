package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Test;

class ContingencyTableTest {
    /** The labels and figures of scikit-learn's own test of the measure. */
    private static final int[] ONE = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3};

    private static final int[] OTHER = {1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 3, 1, 3, 3, 3, 2, 2};

    @Test
    void agreesWithWhatScikitLearnPublishes() {
        ContingencyTable table = table(ONE, OTHER);

        assertEquals(0.41022, table.mutualInformation(), 5e-6);
        assertEquals(0.15042, table.expectedMutualInformation(), 5e-6);
        assertEquals(0.27821, table.adjustedMutualInformation(), 5e-6);
        assertEquals(
                0.29879,
                table(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 2, 2})
                        .adjustedMutualInformation(),
                5e-6);
    }

    @Test
    void theSameDivisionUnderOtherNamesIsOne() {
        assertEquals(
                1, table(new int[] {0, 0, 1, 1, 2}, new int[] {2, 2, 0, 0, 1}).adjustedMutualInformation(), 1e-12);
    }

    @Test
    void oneClusterSaysNothing() {
        assertEquals(0, table(new int[] {0, 0, 0, 0}, new int[] {0, 1, 2, 3}).adjustedMutualInformation(), 1e-12);
        assertEquals(0, table(new int[] {0, 0, 0, 0}, new int[] {0, 1, 1, 1}).adjustedMutualInformation(), 1e-12);
    }

    @Test
    void chanceIsZero() {
        Random random = new Random(3);
        int[] one = random.ints(20_000, 0, 10).toArray();
        int[] other = random.ints(20_000, 0, 7).toArray();

        assertEquals(0, table(one, other).adjustedMutualInformation(), 2e-3);
    }

    @Test
    void whatIsExpectedIsTheSumOverAllOverlapsByTheirHypergeometricProbability() {
        ContingencyTable table = new ContingencyTable(new long[][] {{30, 1, 200}, {4, 50, 0}, {90, 2, 23}});
        int[] rows = {231, 54, 115};
        int[] columns = {124, 53, 223};
        double expected = 0;
        for (int row : rows) {
            for (int column : columns) {
                HypergeometricDistribution overlap = new HypergeometricDistribution(null, 400, row, column);
                for (int n = 1; n <= Math.min(row, column); n++) {
                    expected += overlap.probability(n) * n / 400 * Math.log(400.0 * n / row / column);
                }
            }
        }

        assertEquals(expected, table.expectedMutualInformation(), 1e-10);
    }

    @Test
    void millionsOfRecordsAreNoHarder() {
        ContingencyTable table = new ContingencyTable(new long[][] {{900_000, 100_000}, {200_000, 800_000}});

        assertEquals(0.4, table.adjustedMutualInformation(), 0.02);
    }

    @Test
    void entropyIsInNats() {
        assertEquals(Math.log(4), new ContingencyTable(new long[][] {{2}, {2}, {2}, {2}}).rowEntropy(), 1e-12);
    }

    private static ContingencyTable table(int[] one, int[] other) {
        long[][] counts = new long[Arrays.stream(one).max().orElseThrow() + 1]
                [Arrays.stream(other).max().orElseThrow() + 1];
        for (int i = 0; i < one.length; i++) {
            counts[one[i]][other[i]]++;
        }
        return new ContingencyTable(counts);
    }
}
