package io.sparcode.training;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value that the driver shares with tasks, and a place for their answers: broadcast, and sent, between processes; by
 * reference where tasks run in the driver's own, as in {@code local[2]}, for which Spark would serialize both all the same.
 *
 * @param <T> the value's type; nobody changes the value
 */
final class Shared<T extends Serializable> implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;
    private static final AtomicLong NEXT = new AtomicLong();
    private static final Map<Long, Local> LOCAL = new ConcurrentHashMap<>();

    private final Broadcast<T> broadcast;
    private final long id;

    /** What one shared value's tasks take and give. */
    private record Local(Object value, Map<Integer, Object> answers) {}

    private Shared(Broadcast<T> broadcast, long id) {
        this.broadcast = broadcast;
        this.id = id;
    }

    static <T extends Serializable> Shared<T> of(JavaSparkContext spark, T value) {
        if (!spark.isLocal()) {
            return new Shared<>(spark.broadcast(value), 0);
        }
        long id = NEXT.incrementAndGet();
        LOCAL.put(id, new Local(value, new ConcurrentHashMap<>()));
        return new Shared<>(null, id);
    }

    /** Returns the value, in a task or on the driver. */
    @SuppressWarnings("unchecked")
    T value() {
        return broadcast != null ? broadcast.value() : (T) LOCAL.get(id).value;
    }

    /** Returns a number by which {@link #answer} and {@link #takeAnswer} know this value, 0 if it is broadcast. */
    long localId() {
        return id;
    }

    /** Keeps a task's answer until it is taken or the value is closed; a repeated task's is the same as before. */
    static void answer(long localId, int shard, Object answer) {
        Local local = LOCAL.get(localId);
        if (local != null) {
            local.answers.put(shard, answer);
        }
    }

    static Object takeAnswer(long localId, int shard) {
        return LOCAL.get(localId).answers.remove(shard);
    }

    /** Frees it on all executors. */
    @Override
    public void close() {
        if (broadcast != null) {
            broadcast.unpersist();
        } else {
            LOCAL.remove(id);
        }
    }
}
