package io.sparcode.dataset;

import io.sparcode.image.FloatBytes;
import io.sparcode.image.PixelValues;
import java.io.Serializable;
import java.math.BigDecimal;

/** The first two moments of pixels. Sums over records are exact: of bytes as whole numbers, of floats as decimals. */
final class PixelSums implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double WHITE = 255;
    /** Bytes whose squares' sum fits in an int, which is added up twice as fast as a long. */
    private static final int FIT_IN_INT = 1 << 15;

    private long records;
    private long values;
    private long sum;
    private long squares;
    private BigDecimal floatSum = BigDecimal.ZERO;
    private BigDecimal floatSquares = BigDecimal.ZERO;

    /** Adds an image's data, as Spark's image schema has it. */
    void add(byte[] data, PixelValues kind) {
        records++;
        if (kind == PixelValues.FLOATS) {
            addFloats(data);
        } else {
            addBytes(data);
        }
    }

    private void addBytes(byte[] pixels) {
        int done = 0;
        while (done < pixels.length) {
            int end = Math.min(pixels.length, done + FIT_IN_INT);
            int own = 0;
            int ownSquares = 0;
            for (; done < end; done++) {
                int value = pixels[done] & 0xff;
                own += value;
                ownSquares += value * value;
            }
            sum += own;
            squares += ownSquares;
        }
        values += pixels.length;
    }

    private void addFloats(byte[] pixels) {
        double own = 0;
        double ownSquares = 0;
        int count = pixels.length / Float.BYTES;
        for (int i = 0; i < count; i++) {
            double value = FloatBytes.get(pixels, i);
            own += value;
            ownSquares += value * value;
        }
        values += count;
        floatSum = floatSum.add(new BigDecimal(own));
        floatSquares = floatSquares.add(new BigDecimal(ownSquares));
    }

    /** Adds other pixels' sums. */
    void merge(PixelSums other) {
        records += other.records;
        values += other.values;
        sum += other.sum;
        squares += other.squares;
        floatSum = floatSum.add(other.floatSum);
        floatSquares = floatSquares.add(other.floatSquares);
    }

    /** Returns the number of images. */
    long records() {
        return records;
    }

    /** Returns the mean, bytes on [0, 1]. */
    double mean() {
        return (double) sum / values / WHITE + floatSum.doubleValue() / values;
    }

    /** Returns the standard deviation. */
    double std() {
        double mean = mean();
        if (floatSquares.signum() != 0) {
            double second = (squares / (WHITE * WHITE) + floatSquares.doubleValue()) / values;
            return Math.sqrt(Math.max(0, second - mean * mean));
        }
        double byteMean = (double) sum / values;
        return Math.sqrt(Math.max(0, (double) squares / values - byteMean * byteMean)) / WHITE;
    }
}
