package io.sparcode.dataset;

import io.sparcode.image.ArrayPixels;
import io.sparcode.image.ElementType;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;

/**
 * An array somewhere in a file, as its header describes it.
 *
 * @param file that holds it
 * @param fileName below the input's root, without the ending
 * @param member its name in the file, such as {@code x_train} or {@code train/images}; empty where the file is one array
 * @param idPrefix what ids of its records begin with
 * @param type of its numbers; null where they are of one that is not read
 * @param typeName what the file calls the type
 * @param shape the lengths of its axes
 * @param opening gives its records
 */
record StoredArray(
        FileStatus file,
        String fileName,
        String member,
        String idPrefix,
        ElementType type,
        String typeName,
        long[] shape,
        Opening opening) {
    /** Gives the records of an array once it is known that they are wanted. */
    interface Opening {
        /**
         * Returns the records.
         *
         * @throws BadDataException if the file has more or less of them than its header says
         */
        RecordFile open() throws IOException;
    }

    /** Returns what messages call it. */
    String place() {
        return file.getPath() + (member.isEmpty() ? "" : ": " + member);
    }

    /** Returns the number of records. */
    long records() {
        return shape.length == 0 ? 0 : shape[0];
    }

    /** Returns whether it can be labels: one whole number a record. */
    boolean isWholeColumn() {
        return type != null
                && type.isWhole()
                && shape.length > 0
                && Arrays.stream(shape).skip(1).allMatch(length -> length == 1);
    }

    /** Returns name, type and shape. */
    @Override
    public String toString() {
        return (member.isEmpty() ? fileName : member) + " " + (type == null ? typeName : type)
                + ArrayPixels.text(shape);
    }
}
