package io.sparcode.dataset;

import io.sparcode.image.Image;
import io.sparcode.image.ImageDecoder;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.storage.FilesBelow;
import java.net.URI;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Turns a partition of Parquet rows (id, file, place in it, label, split, then the image's fields or its encoded bytes,
 * then the factors where there are any) into records as read.
 */
final class ParquetRecords implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;
    /** The column of encoded bytes. */
    static final String ENCODED = "encoded";

    private static final int FIRST_IMAGE_FIELD = 5;
    private static final int IMAGE_FIELDS = 6;

    private final String root;
    private final boolean hasIds;
    private final boolean structured;
    private final TargetFit fit;

    /** Reads below {@code root}, from which ids are made where there are none. */
    ParquetRecords(String root, boolean hasIds, boolean structured, TargetFit fit) {
        this.root = root;
        this.hasIds = hasIds;
        this.structured = structured;
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
                int factors = FIRST_IMAGE_FIELD + (structured ? IMAGE_FIELDS : 1);
                return row.length() > factors ? ReadRows.withFactors(record, row.getStruct(factors)) : record;
            }
        };
    }

    private Row record(Row row, ImageDecoder decoder) {
        // Spark gives the path as a URI, with what is not allowed in one escaped.
        Path file = new Path(URI.create(row.getString(1)));
        String place = RecordRun.idOf("#", row.getLong(2));
        String id = hasIds ? row.getString(0) : FilesBelow.name(new Path(root), file) + place;
        String origin = file + place;
        try {
            if (id == null) {
                throw new UnreadableImageException("the id is null");
            }
            Image image = structured ? structured(row) : decoder.decode(encoded(row));
            return ReadRows.good(id, origin(row, origin), label(row), split(row), fit.fit(image));
        } catch (UnreadableImageException e) {
            return ReadRows.bad(id, origin, e.getMessage());
        }
    }

    private String origin(Row row, String otherwise) {
        boolean own = structured
                && !row.isNullAt(FIRST_IMAGE_FIELD)
                && !row.getString(FIRST_IMAGE_FIELD).isEmpty();
        return own ? row.getString(FIRST_IMAGE_FIELD) : otherwise;
    }

    private static Image structured(Row row) throws UnreadableImageException {
        Object[] fields = new Object[IMAGE_FIELDS];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = row.get(FIRST_IMAGE_FIELD + i);
        }
        return ImageRows.toImage(RowFactory.create(fields));
    }

    private static byte[] encoded(Row row) throws UnreadableImageException {
        if (row.isNullAt(FIRST_IMAGE_FIELD)) {
            throw new UnreadableImageException("the image is null");
        }
        return row.getAs(FIRST_IMAGE_FIELD);
    }

    private static Integer label(Row row) throws UnreadableImageException {
        if (row.isNullAt(3)) {
            return null;
        }
        double label = row.getDouble(3);
        if (label != (int) label) {
            throw new UnreadableImageException("label is " + label + "; it must be a whole number of 32 bits");
        }
        return (int) label;
    }

    private static String split(Row row) throws UnreadableImageException {
        if (row.isNullAt(4)) {
            return null;
        }
        String split = row.getString(4);
        if (!ImageRows.SPLITS.contains(split)) {
            throw new UnreadableImageException("split is '" + split + "'; it must be train, validation or test");
        }
        return split;
    }
}
