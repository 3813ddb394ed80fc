package io.sparcode.dataset;

import io.sparcode.image.ImageDecoder;
import io.sparcode.image.UnreadableImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;

/** A file of one encoded image, and what its place in the tree says of it. A plain value that travels. */
final class ImageFile implements Serializable {
    private static final long serialVersionUID = 1;
    /** Bands of TIFF: four values for each of max-pixels, of up to 64 bits. Others take no more than 16-bit RGBA does. */
    private static final long MAX_BYTES_PER_PIXEL = 4 * Double.BYTES;

    /** Headers and metadata. */
    private static final long MAX_METADATA_BYTES = 16 << 20;

    private final String path;
    private final long length;
    private final String id;
    private final Integer label;
    private final String split;

    /** Describes a file; {@code label} and {@code split} may be null. */
    ImageFile(String path, long length, String id, Integer label, String split) {
        this.path = path;
        this.length = length;
        this.id = id;
        this.label = label;
        this.split = split;
    }

    /** Returns the record's id as Spark sorts it. */
    UTF8String sortKey() {
        return UTF8String.fromString(id);
    }

    /** Returns the records of files, one after the other. */
    static Iterator<Row> rows(Iterator<ImageFile> files, Configuration hadoop, TargetFit fit) {
        ImageDecoder decoder = new ImageDecoder(fit.decoding());
        return new Iterator<>() {
            /** That of all files: an input's lie on one. */
            private FileSystem fileSystem;

            @Override
            public boolean hasNext() {
                return files.hasNext();
            }

            @Override
            public Row next() {
                ImageFile file = files.next();
                Path path = new Path(file.path);
                if (fileSystem == null) {
                    fileSystem = fileSystem(path);
                }
                return file.row(fileSystem, path, decoder, fit);
            }

            private FileSystem fileSystem(Path path) {
                try {
                    return InputBytes.fileSystemOf(hadoop, path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Row row(FileSystem fileSystem, Path file, ImageDecoder decoder, TargetFit fit) {
        try {
            checkLength(length, fit.decoding().maxPixels());
            byte[] encoded = InputBytes.read(fileSystem, file, (int) length);
            return ReadRows.good(id, path, label, split, fit.fit(decoder.read(encoded)));
        } catch (UnreadableImageException | UnreadableFileException e) {
            return ReadRows.bad(id, path, e.getMessage());
        } catch (EOFException e) {
            throw new BadDataException(path + " was cut off after it was listed with " + length + " bytes", e);
        } catch (IOException e) {
            // Not the record's fault: the task fails and is tried again.
            throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** Refuses what is longer than an image of so many pixels can be, before memory is taken for it. */
    static void checkLength(long length, long maxPixels) throws UnreadableImageException {
        long allowed = Math.min(Integer.MAX_VALUE - 16, MAX_METADATA_BYTES + maxPixels * MAX_BYTES_PER_PIXEL);
        if (length > allowed) {
            throw new UnreadableImageException("the file has " + length + " bytes, more than the " + allowed
                    + " that an image of ingest.image.max-pixels can have");
        }
    }
}
