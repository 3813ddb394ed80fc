package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A Spark job of one task a shard. It is what {@code mapPartitions(...).collect()} does, without lambdas: Spark reads a
 * lambda's byte code on every use to clean it, which takes 3 ms a job.
 */
final class ShardJob {
    /** What is done with a shard. */
    interface Task<R> extends Serializable {
        /** Returns the answer for a shard from some of its blocks. */
        R run(int shard, Iterator<ImageBlock> blocks);
    }

    private ShardJob() {}

    /** Runs the task on every shard and returns the answers by shard. */
    static <R> List<R> run(JavaRDD<ImageBlock> shards, Task<R> task) {
        List<Object> all = new ArrayList<>(
                IntStream.range(0, shards.getNumPartitions()).boxed().toList());
        ClassTag<Object> tag = ClassTag$.MODULE$.Object();
        Object[] answers = (Object[]) shards.context()
                .runJob(
                        shards.rdd(),
                        new Call<>(task),
                        JavaConverters.asScalaBuffer(all).toList(),
                        tag);
        List<R> result = new ArrayList<>();
        for (Object answer : answers) {
            @SuppressWarnings("unchecked")
            R typed = (R) answer;
            result.add(typed);
        }
        return result;
    }

    private static final class Call<R>
            extends AbstractFunction2<TaskContext, scala.collection.Iterator<ImageBlock>, Object>
            implements Serializable {
        private static final long serialVersionUID = 1;

        private final Task<R> task;

        Call(Task<R> task) {
            this.task = task;
        }

        @Override
        public Object apply(TaskContext context, scala.collection.Iterator<ImageBlock> blocks) {
            Iterator<ImageBlock> each = JavaConverters.asJavaIterator(blocks);
            R answer = task.run(context.partitionId(), each);
            // An iterator left before its end keeps Spark's read lock on the cached block, and Spark warns of it.
            each.forEachRemaining(unread -> {});
            return answer;
        }
    }
}
