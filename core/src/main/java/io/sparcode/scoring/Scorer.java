package io.sparcode.scoring;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Scores frames with one network, which is broadcast once, built once a task slot of an executor, and streamed through: a
 * partition is never in memory whole.
 */
public final class Scorer {
    private final NetworkSnapshot snapshot;
    private final int batchRecords;
    private SparkContext context;
    private Broadcast<NetworkSnapshot> broadcast;

    /**
     * Takes a copy of a network.
     *
     * @param network an architecture's graph; later changes of it do not matter
     * @param inputShape the shape of a record
     * @param targetShape the shape of its target
     */
    public Scorer(ComputationGraph network, TensorShape inputShape, TensorShape targetShape) {
        this(NetworkSnapshot.of(network, inputShape, targetShape), EngineBatches.BATCH_RECORDS);
    }

    private Scorer(NetworkSnapshot snapshot, int batchRecords) {
        this.snapshot = snapshot;
        this.batchRecords = batchRecords;
    }

    /** Returns this with another number of records computed together, at least 1. */
    Scorer inBatchesOf(int records) {
        return new Scorer(snapshot, records);
    }

    /** Returns what is the same for two networks exactly if they compute the same. */
    public String networkId() {
        return snapshot.id();
    }

    /** Builds an engine that computes the network in this process, for one thread. */
    public NetworkEngine engine() {
        return snapshot.toEngine();
    }

    /**
     * Returns a frame with code and scores added to each row. Lazy; rows keep their order and partitions.
     *
     * @param rows any columns, none of which may be among those added
     * @param records where records are read from, and what is done to them
     * @param columns what is added
     * @param trainingErrors what a record's error is ranked among
     * @param contamination the share of records expected to be anomalies, 0 to 1: those whose score is greater than 1
     *     minus it are
     * @throws IllegalArgumentException if the columns do not allow it. A record of another shape than the network's fails
     *     the action that reads the frame with a {@link io.sparcode.dataset.BadDataException} that names it
     */
    public Dataset<Row> score(
            Dataset<Row> rows,
            RecordSource records,
            EncodedColumns columns,
            ErrorQuantiles trainingErrors,
            double contamination) {
        StructType schema = columns.appendTo(rows.schema());
        RowScoring function = new RowScoring(
                broadcast(rows.sparkSession().sparkContext()),
                batchRecords,
                records,
                columns,
                trainingErrors.values(),
                1 - contamination);
        return ImageRows.withMetadata(rows.mapPartitions(function, Encoders.row(schema)), schema);
    }

    /**
     * Returns the mean squared errors' quantiles over all records.
     *
     * @param blocks records of the network's size
     */
    public ErrorQuantiles errorQuantiles(JavaRDD<ImageBlock> blocks) {
        return ErrorQuantiles.of(blocks.mapPartitions(errorsOf(broadcast(blocks.context()), batchRecords)));
    }

    /**
     * Returns the records' codes, cached in the same shards and order.
     *
     * @param blocks records of the network's size
     * @param codeSize values in a code
     */
    public ShardedBlocks codes(ShardedBlocks blocks, int codeSize) {
        return blocks.map(codesOf(broadcast(blocks.sparkContext()), batchRecords, codeSize), codeSize);
    }

    private static Function<ImageBlock, ImageBlock> codesOf(
            Broadcast<NetworkSnapshot> network, int batchRecords, int codeSize) {
        return block -> {
            ByteBuffer codes = ByteBuffer.allocate(
                            Math.multiplyExact(Math.multiplyExact(block.records(), codeSize), Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            scoring(List.of(block).iterator(), network.value(), batchRecords).forEachRemaining(scored -> {
                for (float value : scored.code()) {
                    codes.putFloat(value);
                }
            });
            return ImageBlock.ofFloats(codes.array(), block.records(), codeSize);
        };
    }

    private static FlatMapFunction<Iterator<ImageBlock>, Double> errorsOf(
            Broadcast<NetworkSnapshot> network, int batchRecords) {
        return blocks -> {
            EngineBatches<BlockRecord, BatchScoring.Scored<BlockRecord>> scored =
                    scoring(blocks, network.value(), batchRecords);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return scored.hasNext();
                }

                @Override
                public Double next() {
                    return scored.next().meanSquaredError();
                }
            };
        };
    }

    private static EngineBatches<BlockRecord, BatchScoring.Scored<BlockRecord>> scoring(
            Iterator<ImageBlock> blocks, NetworkSnapshot network, int batchRecords) {
        return new EngineBatches<>(
                flatten(blocks), new BlockReader(), network, batchRecords, new BatchScoring<>(false, null, null));
    }

    private static Iterator<BlockRecord> flatten(Iterator<ImageBlock> blocks) {
        Iterable<ImageBlock> once = () -> blocks;
        return StreamSupport.stream(once.spliterator(), false)
                .flatMap(
                        block -> IntStream.range(0, block.records()).mapToObj(number -> new BlockRecord(block, number)))
                .iterator();
    }

    private record BlockRecord(ImageBlock block, int number) {}

    private static final class BlockReader implements BatchReader<BlockRecord> {
        @Override
        public RecordBatch newBatch(BlockRecord first, int capacity) {
            return first.block.newBatch(capacity);
        }

        @Override
        public void add(BlockRecord record, RecordBatch batch) {
            record.block.addTo(batch, record.number);
        }
    }

    private synchronized Broadcast<NetworkSnapshot> broadcast(SparkContext current) {
        if (context != current) {
            broadcast = JavaSparkContext.fromSparkContext(current).broadcast(snapshot);
            context = current;
        }
        return broadcast;
    }
}
