package io.sparcode.dataset;

import io.sparcode.image.ImageDecoder;
import io.sparcode.image.UnreadableImageException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** A tar archive and the functions that read its records. A plain value that travels. */
final class TarArchive implements Serializable {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String name;
    private final String split;

    /** Describes an archive: {@code name} is what ids begin with, {@code split} what it says, or null. */
    TarArchive(String path, String name, String split) {
        this.path = path;
        this.name = name;
        this.split = split;
    }

    /** Returns the records, columns of {@link ReadRows#SCHEMA}, as they are asked for. */
    Iterator<Row> rows(Configuration hadoop, TarLayout layout, TargetFit fit) throws IOException {
        Rows rows = new Rows(TarReader.open(hadoop, path), layout, fit);
        TaskCompletionListener closing = context -> rows.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return rows;
    }

    /** The files of one record. */
    private static final class Sample {
        private final String key;
        private byte[] image;
        private String imageEnding;
        private String cls;
        private String json;
        private String fault;

        Sample(String key) {
            this.key = key;
        }

        /** Keeps the first fault. */
        private void fault(String what) {
            fault = fault == null ? what : fault;
        }
    }

    private final class Rows implements Iterator<Row>, Closeable {
        private final TarReader reader;
        private final TarLayout layout;
        private final TargetFit fit;
        private final ImageDecoder decoder;
        private final Set<String> keys = new HashSet<>();
        private boolean hasFile;
        private boolean started;
        private Row next;

        Rows(TarReader reader, TarLayout layout, TargetFit fit) {
            this.reader = reader;
            this.layout = layout;
            this.fit = fit;
            this.decoder = new ImageDecoder(fit.decoding());
        }

        @Override
        public boolean hasNext() {
            try {
                if (!started) {
                    started = true;
                    hasFile = nextFile();
                }
                if (next == null && hasFile) {
                    next = row(sample());
                }
                return next != null;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
            }
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = next;
            next = null;
            return row;
        }

        /** Goes to the next file that belongs to a record. */
        private boolean nextFile() throws IOException {
            while (reader.next()) {
                if (layout.isSamples() || layout.place(reader.name()) != null) {
                    return true;
                }
            }
            return false;
        }

        private Sample sample() throws IOException {
            TarName file = new TarName(reader.name());
            if (!layout.isSamples()) {
                Sample sample = new Sample(file.path());
                addImage(sample, file);
                hasFile = nextFile();
                return sample;
            }
            Sample sample = new Sample(file.key());
            while (hasFile && file.key().equals(sample.key)) {
                if (file.isImage()) {
                    addImage(sample, file);
                } else if (TarContents.isLabel(file)) {
                    addLabel(sample, file);
                }
                hasFile = nextFile();
                file = hasFile ? new TarName(reader.name()) : file;
            }
            return sample;
        }

        private void addImage(Sample sample, TarName file) throws IOException {
            boolean isMain = file.ending().indexOf('.') < 0;
            boolean hasMain = sample.image != null && sample.imageEnding.indexOf('.') < 0;
            if (sample.image != null && isMain == hasMain) {
                sample.fault("it has two images, ." + sample.imageEnding + " and ." + file.ending());
                return;
            }
            if (hasMain) {
                // A mask or another view: seg.png beside png.
                return;
            }
            try {
                if (!reader.isPlain()) {
                    throw new UnreadableImageException(file.path() + " is a link or a sparse file in the archive");
                }
                ImageFile.checkLength(reader.length(), fit.decoding().maxPixels());
                sample.image = reader.content();
            } catch (UnreadableImageException e) {
                sample.image = new byte[0];
                sample.fault(e.getMessage());
            }
            sample.imageEnding = file.ending();
        }

        private void addLabel(Sample sample, TarName file) throws IOException {
            try {
                String label = TarContents.label(file, reader);
                boolean isCls = file.ending().equals("cls");
                if ((isCls ? sample.cls : sample.json) != null) {
                    sample.fault("it has two files ." + file.ending());
                }
                if (isCls) {
                    sample.cls = label;
                } else {
                    sample.json = label;
                }
            } catch (UnreadableImageException e) {
                sample.fault(e.getMessage());
            }
        }

        private Row row(Sample sample) {
            String id = name + "/" + sample.key;
            String origin = path + "/" + sample.key;
            try {
                if (!keys.add(sample.key)) {
                    throw new UnreadableImageException(
                            "the archive has this name twice, or other files between those of one" + " sample");
                }
                if (sample.fault != null) {
                    throw new UnreadableImageException(sample.fault);
                }
                if (sample.image == null) {
                    throw new UnreadableImageException("it has no image, by the endings of its files");
                }
                TarLayout.Place place = layout.place(sample.key);
                String label = sample.cls == null ? sample.json : sample.cls;
                Integer number = layout.isSamples() ? layout.label(label) : place.label();
                return ReadRows.good(
                        id, origin, number, layout.split(place, split), fit.fit(decoder.read(sample.image)));
            } catch (UnreadableImageException e) {
                return ReadRows.bad(id, origin, e.getMessage());
            }
        }

        @Override
        public void close() {
            try {
                hasFile = false;
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
