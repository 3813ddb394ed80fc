package io.sparcode.jobs;

import io.sparcode.dataset.BadDataException;
import io.sparcode.provenance.Provenance;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What another job wrote and this one reads.
 *
 * @param key the key that names the place
 * @param place the directory
 * @param provenance what made it
 */
record MadeInput(String key, String place, Provenance provenance) {
    /**
     * Reads what made an input.
     *
     * @throws BadDataException if it is not what {@code job} wrote
     */
    static MadeInput of(Configuration hadoop, String key, String place, String job) throws IOException {
        return find(hadoop, key, place, job)
                .orElseThrow(() -> new BadDataException(place + " is not what " + job + " wrote: it has no "
                        + Provenance.FILE + " of it (" + key + ")"));
    }

    /** Reads what made an input; empty if {@code job} did not write it. */
    static Optional<MadeInput> find(Configuration hadoop, String key, String place, String job) throws IOException {
        return Provenance.read(hadoop, new Path(place))
                .filter(provenance -> provenance.job().equals(job))
                .map(provenance -> new MadeInput(key, place, provenance));
    }

    /**
     * Refuses what another model made.
     *
     * @throws BadDataException if {@code model} is not the one that this was made with
     */
    void requireModel(MadeInput model) {
        if (!provenance.parentModel().equals(model.identity())) {
            throw new BadDataException(
                    "the codes in " + place + " (" + key + ") are of the model " + provenance.parentModel() + ", and "
                            + model.place + " (" + model.key + ") is " + model.identity());
        }
    }

    String identity() {
        return provenance.identity();
    }
}
