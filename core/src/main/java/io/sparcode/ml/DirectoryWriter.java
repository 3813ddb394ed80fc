package io.sparcode.ml;

import io.sparcode.storage.WholeDirectory;
import io.sparcode.storage.WholeDirectory.IfExists;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Writes Spark ML's metadata and what belongs beside it, as one directory that appears whole or not at all: Spark's own
 * writers delete what is overwritten before they begin.
 */
final class DirectoryWriter extends MLWriter {
    /** What belongs beside the metadata. */
    @FunctionalInterface
    interface Content {
        void writeTo(Directory directory) throws IOException;
    }

    /** The directory being written or read. */
    record Directory(FileSystem fileSystem, Path path) {
        static Directory of(Configuration hadoop, Path path) throws IOException {
            return new Directory(path.getFileSystem(hadoop), path);
        }

        Path file(String name) {
            return new Path(path, name);
        }
    }

    private final Params instance;
    private final Content content;

    DirectoryWriter(Params instance, Content content) {
        this.instance = instance;
        this.content = content;
    }

    @Override
    public void save(String path) throws IOException {
        IfExists ifExists = shouldOverwrite() ? IfExists.REPLACE : IfExists.REFUSE;
        WholeDirectory.write(sc().hadoopConfiguration(), new Path(path), ifExists, this::writeTo);
    }

    @Override
    public void saveImpl(String path) {
        try {
            writeTo(new Path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeTo(Path path) throws IOException {
        DefaultParamsWriter$.MODULE$.saveMetadata(instance, path.toString(), sc(), Option.empty(), Option.empty());
        content.writeTo(Directory.of(sc().hadoopConfiguration(), path));
    }
}
