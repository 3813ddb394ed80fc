package io.sparcode.dataset;

import io.sparcode.image.DecodedImage;
import io.sparcode.image.Image;
import io.sparcode.image.ImageDecoder;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.storage.FilesBelow;
import java.io.Serializable;
import java.net.URI;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Turns a partition of Parquet rows (id, file, place in it, label, split, whether the file has images, then the image's
 * fields, or its encoded bytes and the name of the file that they were, then the factors where there are any) into records
 * as read.
 */
final class ParquetRecords implements FlatMapFunction<Iterator<Row>, Row> {
    private static final long serialVersionUID = 1;
    /** The column of encoded bytes. */
    static final String ENCODED = "encoded";

    private static final int HAS_IMAGE = 5;
    private static final int FIRST_IMAGE_FIELD = 6;
    private static final int IMAGE_FIELDS = 6;
    private static final int ENCODED_FIELDS = 2;

    /**
     * What the rows mean. A plain value that travels.
     *
     * @param root below which files are named
     * @param hasIds whether ids are the rows' own, and not made of files' names and places
     * @param structured whether images are structs of Spark's schema
     * @param labels what a label's value stands for
     * @param labelFolder the column of folders that gives the labels instead, or null
     * @param splits what a split's value stands for
     * @param splitFolder the column of folders that gives the splits instead, or null
     */
    record Meaning(
            String root,
            boolean hasIds,
            boolean structured,
            ParquetLabels labels,
            String labelFolder,
            ParquetSplits splits,
            String splitFolder)
            implements Serializable {}

    private final Meaning meaning;
    private final TargetFit fit;

    ParquetRecords(Meaning meaning, TargetFit fit) {
        this.meaning = meaning;
        this.fit = fit;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        ImageDecoder decoder = new ImageDecoder(fit.decoding());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                Row record = record(row, decoder);
                int factors = FIRST_IMAGE_FIELD + (meaning.structured ? IMAGE_FIELDS : ENCODED_FIELDS);
                return row.length() > factors ? ReadRows.withFactors(record, row.getStruct(factors)) : record;
            }
        };
    }

    private Row record(Row row, ImageDecoder decoder) {
        // Spark gives the path as a URI, with what is not allowed in one escaped.
        Path file = new Path(URI.create(row.getString(1)));
        String name = FilesBelow.name(new Path(meaning.root), file);
        String place = RecordRun.idOf("#", row.getLong(2));
        String id = meaning.hasIds ? row.getString(0) : name + place;
        String origin = file + place;
        try {
            if (id == null) {
                throw new UnreadableImageException("the id is null");
            }
            if (!row.getBoolean(HAS_IMAGE)) {
                throw new UnreadableImageException("the file has no column of images, which other files have");
            }
            DecodedImage image =
                    meaning.structured ? new DecodedImage(structured(row), false) : decoder.read(encoded(row));
            return ReadRows.good(id, origin(row, origin), label(row, name), split(row, name), fit.fit(image));
        } catch (UnreadableImageException e) {
            return ReadRows.bad(id, origin, e.getMessage());
        }
    }

    private String origin(Row row, String otherwise) {
        int at = meaning.structured ? FIRST_IMAGE_FIELD : FIRST_IMAGE_FIELD + 1;
        return row.isNullAt(at) || row.getString(at).isEmpty() ? otherwise : row.getString(at);
    }

    private static Image structured(Row row) throws UnreadableImageException {
        Object[] fields = new Object[IMAGE_FIELDS];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = row.get(FIRST_IMAGE_FIELD + i);
        }
        return ImageRows.toImage(RowFactory.create(fields));
    }

    private static byte[] encoded(Row row) throws UnreadableImageException {
        if (!row.isNullAt(FIRST_IMAGE_FIELD)) {
            return row.getAs(FIRST_IMAGE_FIELD);
        }
        String path = row.getString(FIRST_IMAGE_FIELD + 1);
        throw new UnreadableImageException(
                path == null
                        ? "the image is null"
                        : "the image is not in the file: its bytes are null, and it has only the path '" + path + "'");
    }

    private Integer label(Row row, String file) throws UnreadableImageException {
        return meaning.labels.label(
                meaning.labelFolder == null ? row.get(3) : PartitionFolders.value(file, meaning.labelFolder));
    }

    private String split(Row row, String file) throws UnreadableImageException {
        String value =
                meaning.splitFolder == null ? row.getString(4) : PartitionFolders.value(file, meaning.splitFolder);
        return meaning.splits.split(value, file);
    }
}
