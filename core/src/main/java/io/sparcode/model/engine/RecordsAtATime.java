package io.sparcode.model.engine;

/**
 * How many records are computed together outside training: always the same number for a network, with blanks where there
 * are fewer, so that what becomes of a record depends neither on its place among others nor on how many there are.
 *
 * <p>Products of matrices sum a row's terms in an order that differs between blocks of rows, and how a product is cut into
 * blocks depends on its rows. oneDNN 2.5.2 on AVX2 treats rows beyond the last multiple of 6 otherwise where they are one,
 * two or three, and cuts 90 or 126 rows into blocks that end so; OpenBLAS 0.3.19 on AVX2 treats all alike only up to 8.
 * The numbers here make whole blocks of every kernel, or one block. {@code RecordIndependenceTest} tries every
 * place on the machine that it runs on.
 */
public final class RecordsAtATime {
    /** The most, for records that are not large: enough to make products fast, and they fit the second cache. */
    public static final int MOST = 96;

    /** By DL4J's graph, forwards and back, where records are the rows of some products and the columns of others. */
    static final int BY_DL4J = 8;

    /** Larger ones are multiples of the blocks of 6 (AVX2), 8 and 24 (AVX-512) rows; up to 6 there is one block. */
    private static final int[] NUMBERS = {MOST, 48, 24, 6, 1};

    /** 32 MB of records, a few times that between layers. */
    private static final int MOST_VALUES = 8 << 20;

    private RecordsAtATime() {}

    /**
     * Returns how many records of a network are computed together.
     *
     * @param recordSize values of a record or of its target, whichever are more; at least 1
     */
    public static int of(int recordSize) {
        for (int number : NUMBERS) {
            if (number <= MOST_VALUES / recordSize) {
                return number;
            }
        }
        return 1;
    }
}
