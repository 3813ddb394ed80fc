package io.sparcode.analysis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * Merges what partitions were summed up to, in the partitions' order, so that the same data give the same bits: in a tree,
 * so that however many partitions there are, few sums meet in one place.
 */
public final class OrderedMerge {
    private OrderedMerge() {}

    /** Makes one sum of those of two runs of partitions, the first's first. */
    @FunctionalInterface
    public interface Merge<T> extends BinaryOperator<T>, Serializable {}

    /**
     * Merges.
     *
     * @param parts by partition, of which not every one need have one
     * @param fanIn how many meet in one place, at least 2
     * @return empty where there are none
     */
    public static <T> Optional<T> of(JavaPairRDD<Integer, T> parts, int fanIn, Merge<T> merge) {
        JavaPairRDD<Integer, T> left = parts;
        for (int count = parts.getNumPartitions(); count > fanIn; count = left.getNumPartitions()) {
            left = left.mapToPair(part -> new Tuple2<>(part._1 / fanIn, part))
                    .groupByKey((count + fanIn - 1) / fanIn)
                    .mapValues(group -> merged(group, merge).orElseThrow());
        }
        return merged(left.collect(), merge);
    }

    private static <T> Optional<T> merged(Iterable<Tuple2<Integer, T>> parts, Merge<T> merge) {
        List<Tuple2<Integer, T>> inOrder = new ArrayList<>();
        parts.forEach(inOrder::add);
        inOrder.sort(Comparator.comparing(Tuple2::_1));
        return inOrder.stream().map(Tuple2::_2).reduce(merge);
    }
}
