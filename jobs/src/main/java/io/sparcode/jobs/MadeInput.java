package io.sparcode.jobs;

import com.fasterxml.jackson.core.JacksonException;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.storage.Manifest;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
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
            if (isDamage(e.getCause())) {
                throw new BadDataException("the model is damaged: " + e.getMessage() + " (" + key + ")", e);
            }
            throw e;
        }
    }

    /** Returns whether a file was read and is wrong, or is not there; a file system that fails may do so for a while only. */
    private static boolean isDamage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileNotFoundException
                    || cause instanceof EOFException
                    || cause instanceof ZipException
                    || cause instanceof ChecksumException
                    || cause instanceof JacksonException
                    || cause instanceof RuntimeException && !isOfObjectStore(cause)) {
                return true;
            }
        }
        return false;
    }

    /** S3A wraps what its SDK throws, such as of credentials that are no longer valid. */
    private static boolean isOfObjectStore(Throwable failure) {
        String name = failure.getClass().getName();
        return name.startsWith("com.amazonaws.") || name.startsWith("software.amazon.");
    }

    String identity() {
        return provenance.identity();
    }
}
