package io.sparcode.model.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * This process's engines that no task is using, so that an executor builds one a task slot and not one a task. A cache and
 * nothing else: a task that finds none builds its own.
 */
public final class EnginePool {
    /** Enough for a pipeline of several models; the least recently used goes first. */
    private static final int KEYS = 4;

    private static final Map<String, Deque<NetworkEngine>> IDLE = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<NetworkEngine>> eldest) {
            return size() > KEYS;
        }
    };

    private EnginePool() {}

    /** Takes an engine of this key, or makes one, that nobody else has until {@link #giveBack}. */
    public static NetworkEngine borrow(String key, Supplier<NetworkEngine> maker) {
        synchronized (IDLE) {
            Deque<NetworkEngine> idle = IDLE.get(key);
            if (idle != null && !idle.isEmpty()) {
                return idle.pop();
            }
        }
        return maker.get();
    }

    /** Gives an engine back, unless it failed: in what state it was left is not known, so it is best forgotten. */
    public static void giveBack(String key, NetworkEngine engine) {
        synchronized (IDLE) {
            IDLE.computeIfAbsent(key, absent -> new ArrayDeque<>()).push(engine);
        }
    }

    /** Returns how many of a key there are, unused. */
    public static int idle(String key) {
        synchronized (IDLE) {
            return IDLE.getOrDefault(key, new ArrayDeque<>()).size();
        }
    }
}
