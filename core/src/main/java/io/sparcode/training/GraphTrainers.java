package io.sparcode.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * An executor's trainers, kept between rounds because building a graph costs more than a round. A cache and nothing
 * else: a trainer's outcome does not depend on what it was used for before.
 */
final class GraphTrainers {
    private static final int MOST_IDLE = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Deque<Idle> IDLE = new ArrayDeque<>();

    private GraphTrainers() {}

    /** Takes an idle trainer of this key, or builds one. */
    static GraphTrainer take(String key, Supplier<GraphTrainer> builder) {
        synchronized (IDLE) {
            for (Iterator<Idle> each = IDLE.iterator(); each.hasNext(); ) {
                Idle idle = each.next();
                if (idle.key.equals(key)) {
                    each.remove();
                    return idle.trainer;
                }
            }
        }
        return builder.get();
    }

    /** Gives a trainer back, unless it failed: then it is best forgotten. */
    static void giveBack(String key, GraphTrainer trainer) {
        synchronized (IDLE) {
            IDLE.addFirst(new Idle(key, trainer));
            while (IDLE.size() > MOST_IDLE) {
                IDLE.removeLast();
            }
        }
    }

    private record Idle(String key, GraphTrainer trainer) {}
}
