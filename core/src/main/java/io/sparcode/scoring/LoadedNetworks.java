package io.sparcode.scoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * This process's networks that no task is using, by what they compute, so that an executor builds one a task slot and not
 * one a task. A cache only: a task that finds none builds its own.
 */
final class LoadedNetworks {
    /** Enough for a pipeline of several models; the least recently used goes first. */
    private static final int MODELS = 4;

    private static final Map<String, Deque<LoadedNetwork>> IDLE = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<LoadedNetwork>> eldest) {
            return size() > MODELS;
        }
    };

    private LoadedNetworks() {}

    /** Takes one that nobody else has until {@link #giveBack}. */
    static LoadedNetwork borrow(NetworkSnapshot snapshot) {
        synchronized (IDLE) {
            Deque<LoadedNetwork> idle = IDLE.get(snapshot.id());
            if (idle != null && !idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new LoadedNetwork(snapshot);
    }

    static void giveBack(LoadedNetwork network) {
        synchronized (IDLE) {
            IDLE.computeIfAbsent(network.id(), id -> new ArrayDeque<>()).push(network);
        }
    }

    /** Returns how many of a network there are, unused. */
    static int idle(String id) {
        synchronized (IDLE) {
            return IDLE.getOrDefault(id, new ArrayDeque<>()).size();
        }
    }
}
