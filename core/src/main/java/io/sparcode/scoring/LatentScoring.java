package io.sparcode.scoring;

import io.sparcode.model.Architecture;
import java.io.Serializable;

/**
 * What is told of a variational autoencoder's distributions over codes, beside the divergence and the bound. Serializable, so
 * that a task can close over it.
 *
 * @param architecture as JSON, for its loss
 * @param deviations whether the codes' standard deviations are
 * @param samples drawn for each record's log-likelihood, at least 0; 0 leaves it out
 */
public record LatentScoring(String architecture, boolean deviations, int samples) implements Serializable {
    /** Returns what is told of an architecture's distributions: null if it is not variational. */
    public static LatentScoring of(Architecture architecture, boolean deviations, int samples) {
        return architecture.isVariational() ? new LatentScoring(architecture.toJson(), deviations, samples) : null;
    }

    /** Checks the range. */
    public LatentScoring {
        if (samples < 0) {
            throw new IllegalArgumentException("importance samples must be at least 0, were " + samples);
        }
    }
}
