package io.sparcode.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads what {@link DirectoryWriter} wrote.
 *
 * @param <T> what it is
 */
final class DirectoryReader<T extends Params> extends MLReader<T> {
    /** Makes the instance, before its parameters are set. */
    @FunctionalInterface
    interface Maker<T> {
        T make(DirectoryWriter.Directory directory, String uid) throws IOException;
    }

    private final Class<T> type;
    private final Maker<T> maker;

    DirectoryReader(Class<T> type, Maker<T> maker) {
        this.type = type;
        this.maker = maker;
    }

    @Override
    public T load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), type.getName());
        try {
            T instance = maker.make(
                    DirectoryWriter.Directory.of(sc().hadoopConfiguration(), new Path(path)), metadata.uid());
            metadata.getAndSetParams(instance, metadata.getAndSetParams$default$2());
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
