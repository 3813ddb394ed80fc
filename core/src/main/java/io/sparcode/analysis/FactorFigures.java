package io.sparcode.analysis;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;

import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.CodeColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The mutual information of code units and known factors, from counts over bins. A factor of whole numbers has a bin a value,
 * others 20 bins of equally many records, or fewer where there are fewer values; a unit has 20 bins of equal width.
 */
final class FactorFigures implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BINS = 20;
    /** Different whole numbers up to which each is a bin of its own. */
    private static final int CATEGORIES = 256;

    private final String[] names;
    /** The greatest values of each factor's bins but the last. */
    private final double[][] bounds;

    private final float[] least;
    private final float[] greatest;

    private FactorFigures(String[] names, double[][] bounds, List<UnitStatistics> units) {
        this.names = names;
        this.bounds = bounds;
        least = new float[units.size()];
        greatest = new float[units.size()];
        for (int unit = 0; unit < least.length; unit++) {
            least[unit] = (float) units.get(unit).min();
            greatest[unit] = (float) units.get(unit).max();
        }
    }

    /** Returns which units hold which factors; null where the records carry none. */
    static Disentanglement of(EncodedRows rows, List<UnitStatistics> units) {
        if (!rows.has(ImageRows.FACTORS)) {
            return null;
        }
        Dataset<Row> frame = rows.frame().where(col(ImageRows.FACTORS).isNotNull());
        StructType type = (StructType) frame.schema().apply(ImageRows.FACTORS).dataType();
        List<StructField> fields = Arrays.stream(type.fields())
                .filter(field -> field.dataType() instanceof NumericType)
                .toList();
        for (StructField field : fields) {
            frame = frame.where(column(field.name()).isNotNull());
        }
        if (fields.isEmpty() || frame.isEmpty()) {
            return null;
        }
        Dataset<Row> known = frame;
        String[] names = fields.stream().map(StructField::name).toArray(String[]::new);
        double[][] bounds = fields.stream().map(field -> bounds(known, field)).toArray(double[][]::new);
        Column values = array(Stream.of(names).map(FactorFigures::column).toArray(Column[]::new));
        FactorFigures figures = new FactorFigures(names, bounds, units);
        long[] counts = known.select(values, col(CodeColumn.NAME))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(figures::count)
                .treeReduce(FactorFigures::sum);
        return figures.figures(counts);
    }

    private static Column column(String name) {
        return col(ImageRows.FACTORS).getField(name).cast(DataTypes.DoubleType);
    }

    private static double[] bounds(Dataset<Row> frame, StructField field) {
        Column value = column(field.name()).as("value");
        double[] bounds;
        List<Row> distinct =
                frame.select(value).distinct().limit(CATEGORIES + 1).collectAsList();
        if (isWhole(field.dataType()) && distinct.size() <= CATEGORIES) {
            bounds = distinct.stream().mapToDouble(row -> row.getDouble(0)).toArray();
        } else {
            Column shares = array(IntStream.rangeClosed(1, BINS)
                    .mapToObj(i -> lit((double) i / BINS))
                    .toArray(Column[]::new));
            bounds =
                    frame
                            .select(value)
                            .agg(percentile_approx(col("value"), shares, lit(10_000)))
                            .first()
                            .<Double>getList(0)
                            .stream()
                            .mapToDouble(bound -> bound)
                            .toArray();
        }
        double[] ascending = Arrays.stream(bounds).sorted().distinct().toArray();
        return Arrays.copyOf(ascending, ascending.length - 1);
    }

    private static boolean isWhole(DataType type) {
        return Stream.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
                .anyMatch(type::equals);
    }

    private Iterator<long[]> count(Iterator<InternalRow> rows) {
        long[] counts = new long[least.length * binsOfFactors() * BINS];
        int[] factorBins = new int[names.length];
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            double[] values = row.getArray(0).toDoubleArray();
            float[] code = row.getArray(1).toFloatArray();
            int start = 0;
            for (int factor = 0; factor < factorBins.length; factor++) {
                factorBins[factor] = start + bin(values[factor], bounds[factor]);
                start += bounds[factor].length + 1;
            }
            for (int unit = 0; unit < code.length; unit++) {
                int place = unit * start;
                int unitBin = bin(code[unit], least[unit], greatest[unit]);
                for (int factorBin : factorBins) {
                    counts[(place + factorBin) * BINS + unitBin]++;
                }
            }
        }
        return List.of(counts).iterator();
    }

    private static int bin(double value, double[] bounds) {
        int found = Arrays.binarySearch(bounds, value);
        return found < 0 ? -found - 1 : found;
    }

    private static int bin(float value, float least, float greatest) {
        return Moments.areAlike(least, greatest)
                ? 0
                : Math.min(BINS - 1, (int) ((value - least) / (greatest - least) * BINS));
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private int binsOfFactors() {
        return Arrays.stream(bounds).mapToInt(factor -> factor.length + 1).sum();
    }

    private Disentanglement figures(long[] counts) {
        List<Disentanglement.Factor> factors = new ArrayList<>();
        int start = 0;
        for (int factor = 0; factor < names.length; factor++) {
            int bins = bounds[factor].length + 1;
            List<ContingencyTable> tables = new ArrayList<>();
            for (int unit = 0; unit < least.length; unit++) {
                long[][] table = new long[bins][];
                for (int bin = 0; bin < bins; bin++) {
                    int from = (unit * binsOfFactors() + start + bin) * BINS;
                    table[bin] = Arrays.copyOfRange(counts, from, from + BINS);
                }
                tables.add(new ContingencyTable(table));
            }
            factors.add(factor(names[factor], tables));
            start += bins;
        }
        // A factor that never changes cannot be held.
        double gap = factors.stream()
                .filter(factor -> factor.entropy() > 0)
                .mapToDouble(Disentanglement.Factor::gap)
                .average()
                .orElse(Double.NaN);
        return new Disentanglement(gap, factors);
    }

    /** Measures one factor, from its bins' counts [bins, 20] with each unit. */
    static Disentanglement.Factor factor(String name, List<ContingencyTable> tables) {
        List<Double> information =
                tables.stream().map(ContingencyTable::mutualInformation).toList();
        double entropy = tables.get(0).rowEntropy();
        int best = IntStream.range(0, information.size())
                .reduce(0, (a, b) -> information.get(b) > information.get(a) ? b : a);
        double second = IntStream.range(0, information.size())
                .filter(unit -> unit != best)
                .mapToDouble(information::get)
                .max()
                .orElse(0);
        double gap = entropy > 0 ? (information.get(best) - second) / entropy : 0;
        return new Disentanglement.Factor(name, entropy, gap, best, information);
    }
}
