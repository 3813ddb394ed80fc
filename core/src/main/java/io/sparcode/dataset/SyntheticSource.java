package io.sparcode.dataset;

import io.sparcode.image.Image;
import io.sparcode.image.Sprite;
import io.sparcode.image.SyntheticDigits;
import io.sparcode.image.SyntheticSprites;
import io.sparcode.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Images drawn in the tasks: {@code synthetic:digits} and {@code synthetic:sprites}. */
final class SyntheticSource implements Source {
    /** What inputs of this kind begin with. */
    static final String SCHEME = "synthetic:";

    private static final long TASK_IMAGES = 4_096;

    private static final StructType FACTORS = new StructType(new StructField[] {
        factor("shape", DataTypes.IntegerType, "0 square, 1 ellipse, 2 heart"),
        factor("scale", DataTypes.FloatType, "of the shape's lengths, 0.5 to 1"),
        factor("rotation", DataTypes.FloatType, "clockwise, in radians, 0 to pi/2; a square looks alike at both ends"),
        factor("x", DataTypes.FloatType, "of the centre of mass, from the left edge, in image widths, 0.3 to 0.7"),
        factor("y", DataTypes.FloatType, "of the centre of mass, from the upper edge, in image heights, 0.3 to 0.7")
    });

    /** What one draws, its factors null where it has none. */
    private record Drawn(int label, Image image, Row factors) {}

    private enum Kind {
        DIGITS,
        SPRITES;

        private LongFunction<Drawn> ofSeed(long seed) {
            return switch (this) {
                case DIGITS -> {
                    SyntheticDigits digits = new SyntheticDigits(seed);
                    yield index -> new Drawn(digits.label(index), digits.draw(index), null);
                }
                case SPRITES -> {
                    SyntheticSprites sprites = new SyntheticSprites(seed);
                    yield index -> drawn(sprites.sprite(index));
                }
            };
        }

        private static Drawn drawn(Sprite sprite) {
            Row factors = RowFactory.create(sprite.shape(), sprite.scale(), sprite.rotation(), sprite.x(), sprite.y());
            return new Drawn(sprite.shape(), sprite.draw(), factors);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final IngestOptions.Synthetic options;

    /**
     * Takes the number and the seed from options.
     *
     * @throws BadDataException if the input is neither {@code synthetic:digits} nor {@code synthetic:sprites}
     */
    SyntheticSource(String input, IngestOptions.Synthetic options) {
        this.kind = Arrays.stream(Kind.values())
                .filter(kind -> input.equals(SCHEME + kind))
                .findFirst()
                .orElseThrow(() -> new BadDataException("input '" + input + "' is not known; the synthetic ones are "
                        + Arrays.stream(Kind.values())
                                .map(kind -> SCHEME + kind)
                                .collect(Collectors.joining(" and "))));
        this.options = options;
    }

    private static StructField factor(String name, DataType type, String comment) {
        return DataTypes.createStructField(name, type, true).withComment(comment);
    }

    @Override
    public List<FileStatus> files() {
        return List.of();
    }

    @Override
    public boolean hasSplits() {
        return false;
    }

    @Override
    public List<String> labelNames() {
        return kind == Kind.SPRITES ? List.of("square", "ellipse", "heart") : List.of();
    }

    @Override
    public Optional<StructField> factors() {
        return kind == Kind.SPRITES ? Optional.of(ImageRows.factors(FACTORS)) : Optional.empty();
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Long> starts = new ArrayList<>();
        for (long start = 0; start < options.count(); start += TASK_IMAGES) {
            starts.add(start);
        }
        Kind drawn = kind;
        long count = options.count();
        long seed = options.seed();
        return context.parallelize(starts, starts.size()).flatMap(start -> draw(drawn, start, count, seed, fit));
    }

    private static Iterator<Row> draw(Kind kind, long start, long count, long seed, TargetFit fit) {
        LongFunction<Drawn> images = kind.ofSeed(seed);
        String name = kind + "-" + seed;
        return LongStream.range(start, Math.min(start + TASK_IMAGES, count))
                .mapToObj(index -> {
                    String id = RecordRun.idOf(name + "#", index);
                    Drawn drawn = images.apply(index);
                    Row read = read(id, drawn, fit);
                    return drawn.factors() == null ? read : ReadRows.withFactors(read, drawn.factors());
                })
                .iterator();
    }

    private static Row read(String id, Drawn drawn, TargetFit fit) {
        try {
            return ReadRows.good(id, SCHEME + id, drawn.label(), null, fit.fit(drawn.image()));
        } catch (UnreadableImageException e) {
            return ReadRows.bad(id, SCHEME + id, e.getMessage());
        }
    }
}
