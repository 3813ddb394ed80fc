package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Blocks of records of one value, which is the record's number. */
final class ImageBlocksFixture {
    private ImageBlocksFixture() {}

    static JavaRDD<ImageBlock> blocks(SparkSession spark, int blocks, int recordsPerBlock) {
        List<ImageBlock> parts = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            ByteBuffer values =
                    ByteBuffer.allocate(recordsPerBlock * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int record = 0; record < recordsPerBlock; record++) {
                values.putFloat(block * recordsPerBlock + record);
            }
            parts.add(ImageBlock.ofFloats(values.array(), recordsPerBlock, 1));
        }
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(parts, blocks);
    }
}
