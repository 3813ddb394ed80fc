package io.sparcode.jobs;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.storage.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
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
     * @throws BadDataException if it is not what {@code job} wrote, or has lost files since
     */
    static MadeInput of(Configuration hadoop, String key, String place, String job) throws IOException {
        Path path = new Path(place);
        if (!path.getFileSystem(hadoop).exists(path)) {
            throw new BadDataException(place + " does not exist (" + key + ")");
        }
        requireWhole(hadoop, key, place);
        return find(hadoop, key, place, job)
                .orElseThrow(() -> new BadDataException(place + " is not what " + job + " wrote: it has no "
                        + Provenance.FILE + " of it (" + key + ")"));
    }

    /**
     * Reads the summary of a dataset.
     *
     * @throws BadDataException if there is none, or the dataset has lost files since it was made
     */
    static DatasetSummary dataset(Configuration hadoop, String key, String place) throws IOException {
        requireWhole(hadoop, key, place);
        return DatasetSummary.read(hadoop, new Path(place));
    }

    /**
     * Refuses an input that has lost files since it was made: Spark would read those that are left.
     *
     * @throws BadDataException if it has
     */
    static void requireWhole(Configuration hadoop, String key, String place) throws IOException {
        Optional<String> damage = Manifest.damage(hadoop, new Path(place));
        if (damage.isPresent()) {
            throw new BadDataException(place + " is damaged: " + damage.get() + " (" + key + ")");
        }
    }

    /** Reads what made an input; empty if {@code job} did not write it. */
    static Optional<MadeInput> find(Configuration hadoop, String key, String place, String job) throws IOException {
        return Outputs.provenance(hadoop, new Path(place))
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

    /**
     * Loads the model that this is.
     *
     * @throws BadDataException if one of its files is missing or damaged
     */
    AutoencoderModel model() {
        try {
            return AutoencoderModel.load(place);
        } catch (UncheckedIOException e) {
            if (Outputs.isDamage(e.getCause())) {
                throw new BadDataException("the model is damaged: " + e.getMessage() + " (" + key + ")", e);
            }
            throw e;
        }
    }

    String identity() {
        return provenance.identity();
    }
}
