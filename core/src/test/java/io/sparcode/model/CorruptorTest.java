package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.RecordBatch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorruptorTest {
    private static final TensorShape COLOUR = new TensorShape(3, 40, 50);
    private static final int SIZE = COLOUR.size();

    /** Of 6,000 values; five standard deviations of a share are at most 0.033. */
    private static final double NEAR = 0.033;

    @Test
    void maskingSetsTheShareToZeroAndLeavesTheRest() {
        float[] values = corrupted(new Corruption.Masking(0.3), filled(0.7f));
        assertEquals(0.3, share(values, 0), NEAR);
        assertEquals(0.7, share(values, 0.7f), NEAR);
    }

    @Test
    void saltAndPepperAreHalfOfTheShareEach() {
        float[] values = corrupted(new Corruption.SaltAndPepper(0.4), filled(0.7f));
        assertEquals(0.2, share(values, 0), NEAR);
        assertEquals(0.2, share(values, 1), NEAR);
        assertEquals(0.6, share(values, 0.7f), NEAR);
    }

    @Test
    void gaussianNoiseHasItsMomentsAndIsClippedUnlessToldOtherwise() {
        float[] values = corrupted(new Corruption.Gaussian(0.5, false), filled(0.25f));
        double mean = 0;
        double square = 0;
        double cube = 0;
        double fourth = 0;
        for (float value : values) {
            double z = (value - 0.25) / 0.5;
            mean += z / SIZE;
            square += z * z / SIZE;
            cube += z * z * z / SIZE;
            fourth += z * z * z * z / SIZE;
        }
        assertEquals(0, mean, 0.065);
        assertEquals(1, square, 0.1);
        assertEquals(0, cube, 0.25);
        assertEquals(3, fourth, 0.65);

        float[] clipped = corrupted(new Corruption.Gaussian(0.5, null), filled(0.25f));
        for (int i = 0; i < SIZE; i++) {
            assertEquals(Math.max(0, Math.min(1, values[i])), clipped[i]);
        }
    }

    @Test
    void aPatchIsARectangleInAllPlanesWithinTheImage() {
        Corruption patch = new Corruption.RandomPatch(7, 11, 0.5);
        boolean[] tops = new boolean[40];
        for (int seed = 0; seed < 600; seed++) {
            float[] values = corrupted(patch, filled(0.2f), seed, 1);
            assertEquals(3 * 7 * 11, count(values, 0.5f));
            int first = 0;
            while (values[first] != 0.5f) {
                first++;
            }
            tops[first / 50] = true;
            for (int i = 0; i < SIZE; i++) {
                int row = i / 50 % 40 - first / 50;
                int column = i % 50 - first % 50;
                boolean inside = row >= 0 && row < 7 && column >= 0 && column < 11;
                assertEquals(inside ? 0.5f : 0.2f, values[i]);
            }
        }
        for (int top = 0; top < 40; top++) {
            assertEquals(top <= 40 - 7, tops[top], "a patch begins in row " + top);
        }
        assertEquals(0.0, new Corruption.RandomPatch(1, 1, null).value());
    }

    @Test
    void corruptionsAreAppliedInOrder() {
        Corruptor corruptor =
                new Corruptor(List.of(new Corruption.Masking(0.5), new Corruption.RandomPatch(40, 50, 0.125)), COLOUR);
        float[] values = copy(corruptor, batch(filled(1)), 3, 1).floats();
        assertEquals(SIZE, count(values, 0.125f));
    }

    @Test
    void whatBecomesOfARecordFollowsFromSeedPassAndItsOwnValuesAlone() {
        Corruptor corruptor = new Corruptor(List.of(new Corruption.Gaussian(0.5, null)), COLOUR);
        float[] other = filled(0.25f);
        float[] record = filled(0.5f);
        record[17] = 0;
        RecordBatch alone = copy(corruptor, batch(record), 3, 1);
        RecordBatch among = copy(corruptor, batch(other, other, record, other), 3, 1);

        float[] expected = Arrays.copyOf(alone.floats(), SIZE);
        assertArrayEquals(expected, Arrays.copyOfRange(among.floats(), 2 * SIZE, 3 * SIZE));
        assertFalse(Arrays.equals(expected, corrupted(corruptor, record, 3, 2)), "another pass");
        assertFalse(Arrays.equals(expected, corrupted(corruptor, record, 4, 1)), "another seed");
    }

    @Test
    void theTargetStaysCleanAndMemoryIsUsedAgain() {
        Corruptor corruptor = new Corruptor(List.of(new Corruption.Masking(0.5)), TensorShape.vector(4));
        RecordBatch clean = RecordBatch.ofVectors(2, 4);
        clean.add();
        Arrays.fill(clean.floats(), 0.5f);
        Corruptor.Copy copy = corruptor.new Copy(1, 1);

        RecordBatch first = copy.of(clean);
        assertSame(clean, first.target());
        RecordBatch target = RecordBatch.ofVectors(2, 9);
        target.add();
        clean.setTarget(target);
        RecordBatch second = copy.of(clean);

        assertSame(first, second);
        assertSame(target, second.target());
        assertEquals(1, second.records());
        assertEquals(1, clean.records());
        assertEquals(1, target.records());
    }

    @Test
    void imagesAreCorruptedPlaneByPlane() {
        TensorShape shape = new TensorShape(3, 1, 2);
        RecordBatch images = RecordBatch.ofImages(1, 3, 6);
        images.add();
        System.arraycopy(new byte[] {(byte) 255, 0, 51, (byte) 255, 0, 51}, 0, images.bytes(), 0, 6);
        Corruptor corruptor = new Corruptor(List.of(new Corruption.Masking(0)), shape);
        float[] values = copy(corruptor, images, 1, 1).floats();
        assertArrayEquals(new float[] {1, 1, 0, 0, 0.2f, 0.2f}, values, 1e-6f);
    }

    @Test
    void recordsHaveHashesOfTheirOwn() {
        RecordBatch images = RecordBatch.ofImages(3, 1, 13);
        for (int record = 0; record < 3; record++) {
            images.add();
        }
        images.bytes()[2 * 13 + 12] = 1;
        assertEquals(images.hash(0), images.hash(1));
        assertTrue(images.hash(0) != images.hash(2));
    }

    @Test
    void aPatchThatDoesNotFitIsRefused() {
        assertRefused(
                "corruptions[1] (random-patch): a patch of 30x3 does not fit [1, 28, 28], at most 28x28 does",
                new Corruption.RandomPatch(30, 3, null),
                new TensorShape(1, 28, 28));
        assertRefused(
                "corruptions[1] (random-patch): a patch is a rectangle in an image, and the input is the vector [784]",
                new Corruption.RandomPatch(1, 1, null),
                TensorShape.vector(784));
    }

    private static void assertRefused(String message, Corruption corruption, TensorShape input) {
        Architecture architecture = new Architecture(
                List.of(new Dense(3, null)),
                new Decoder.Mirror(null),
                null,
                null,
                List.of(new Corruption.Masking(0.5), corruption),
                null);
        assertEquals(
                message,
                assertThrows(ArchitectureException.class, () -> architecture.codeShape(input))
                        .getMessage());
    }

    private static float[] filled(float value) {
        float[] values = new float[SIZE];
        Arrays.fill(values, value);
        return values;
    }

    private static RecordBatch batch(float[]... records) {
        RecordBatch batch = RecordBatch.ofVectors(records.length, SIZE);
        for (float[] record : records) {
            System.arraycopy(record, 0, batch.floats(), batch.add(), SIZE);
        }
        return batch;
    }

    private static RecordBatch copy(Corruptor corruptor, RecordBatch clean, long seed, int pass) {
        return corruptor.new Copy(seed, pass).of(clean);
    }

    private static float[] corrupted(Corruptor corruptor, float[] values, long seed, int pass) {
        return Arrays.copyOf(copy(corruptor, batch(values), seed, pass).floats(), SIZE);
    }

    private static float[] corrupted(Corruption corruption, float[] values, long seed, int pass) {
        return corrupted(new Corruptor(List.of(corruption), COLOUR), values, seed, pass);
    }

    private static float[] corrupted(Corruption corruption, float[] values) {
        corruption.apply(values, 0, COLOUR, new SplittableRandom(5));
        return values;
    }

    private static int count(float[] values, float wanted) {
        int count = 0;
        for (float value : values) {
            count += value == wanted ? 1 : 0;
        }
        return count;
    }

    private static double share(float[] values, float wanted) {
        return (double) count(values, wanted) / values.length;
    }
}
