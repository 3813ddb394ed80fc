package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.FloatTransfer;
import io.sparcode.model.engine.NetworkState;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/** DL4J's data sets, of any number of examples each, as sharded blocks. */
final class DataSetBlocks {
    private DataSetBlocks() {}

    /** Divides the examples of a reproducible RDD among shards. */
    static ShardedBlocks of(JavaRDD<DataSet> dataSets, int shards) {
        List<int[]> sizes = dataSets.mapPartitions(DataSetBlocks::measure).collect();
        long examples = sizes.stream().mapToLong(size -> size[0]).sum();
        int[] widths = sizes.stream()
                .filter(size -> size[0] > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the RDD of data sets has no examples"));
        int features = widths[1];
        int labels = widths[2];
        int blocks = shards * ShardedBlocks.blocksPerShard(examples, shards, (features + labels) * (long) Float.BYTES);
        JavaPairRDD<Long, byte[]> keyed = dataSets.mapPartitionsWithIndex(
                        (partition, ofPartition) -> examples(partition, ofPartition, features, labels), true)
                .mapToPair(pair -> pair);
        JavaRDD<ImageBlock> packed = keyed.repartitionAndSortWithinPartitions(
                        new HashPartitioner(blocks), Comparator.naturalOrder())
                .mapPartitions(
                        ofBlock -> List.of(pack(ofBlock, features, labels)).iterator());
        return ShardedBlocks.of(packed, shards, features);
    }

    /** Returns a partition's examples, features an example, and labels an example where they are not the features. */
    private static Iterator<int[]> measure(Iterator<DataSet> dataSets) {
        int examples = 0;
        int features = 0;
        int labels = 0;
        while (dataSets.hasNext()) {
            DataSet dataSet = dataSets.next();
            if (dataSet.getFeaturesMaskArray() != null || dataSet.getLabelsMaskArray() != null) {
                throw new IllegalArgumentException("data sets with masks are not supported");
            }
            int count = dataSet.numExamples();
            examples += count;
            features = Math.toIntExact(dataSet.getFeatures().length() / count);
            labels = Math.max(
                    labels,
                    dataSet.getLabels() == dataSet.getFeatures()
                            ? 0
                            : Math.toIntExact(dataSet.getLabels().length() / count));
        }
        return List.of(new int[] {examples, features, labels}).iterator();
    }

    private static Iterator<Tuple2<Long, byte[]>> examples(
            int partition, Iterator<DataSet> dataSets, int features, int labels) {
        List<Tuple2<Long, byte[]>> examples = new ArrayList<>();
        long index = 0;
        while (dataSets.hasNext()) {
            DataSet dataSet = dataSets.next();
            int count = dataSet.numExamples();
            float[] inputs = flat(dataSet.getFeatures(), count, features);
            float[] targets = labels == 0 ? new float[0] : flat(dataSet.getLabels(), count, labels);
            for (int i = 0; i < count; i++) {
                float[] example = new float[features + labels];
                System.arraycopy(inputs, i * features, example, 0, features);
                if (labels > 0) {
                    System.arraycopy(targets, i * labels, example, features, labels);
                }
                examples.add(new Tuple2<>(Shuffle.mix(partition, index++), NetworkState.toBytes(example)));
            }
        }
        return examples.iterator();
    }

    private static float[] flat(INDArray values, int examples, int width) {
        if (values.length() != (long) examples * width) {
            throw new IllegalArgumentException("data sets differ in width: " + values.length() / examples
                    + " values an example, others have " + width);
        }
        return FloatTransfer.read(values.dup('c'));
    }

    private static ImageBlock pack(Iterator<Tuple2<Long, byte[]>> examples, int features, int labels) {
        ByteArrayOutputStream inputs = new ByteArrayOutputStream();
        ByteArrayOutputStream targets = new ByteArrayOutputStream();
        int records = 0;
        for (; examples.hasNext(); records++) {
            byte[] example = examples.next()._2();
            inputs.write(example, 0, features * Float.BYTES);
            targets.write(example, features * Float.BYTES, labels * Float.BYTES);
        }
        ImageBlock block = ImageBlock.ofFloats(inputs.toByteArray(), records, features);
        return labels == 0 ? block : block.withTarget(ImageBlock.ofFloats(targets.toByteArray(), records, labels));
    }
}
