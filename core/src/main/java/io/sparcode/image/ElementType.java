package io.sparcode.image;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of an array's numbers, and how their bytes are read.
 *
 * @param kind what they are
 * @param bytes of one number: 1 for truth values; 1, 2, 4 or 8 for integers; 4 or 8 for floating point
 * @param bigEndian whether the highest byte comes first
 */
public record ElementType(Kind kind, int bytes, boolean bigEndian) implements Serializable {
    /** What numbers are. */
    public enum Kind {
        /** Truth values: 0 is false, all else is true. */
        BOOL,
        /** Integers of at least 0. */
        UINT,
        /** Integers in two's complement. */
        INT,
        /** Floating point of IEEE 754. */
        FLOAT
    }

    private static final Pattern NUMPY = Pattern.compile("([<>|=]?)([buif])([1248])");

    /** Checks the sizes. */
    public ElementType {
        boolean known = switch (kind) {
            case BOOL -> bytes == 1;
            case UINT, INT -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
            case FLOAT -> bytes == 4 || bytes == 8;
        };
        if (!known) {
            throw new IllegalArgumentException("there is no " + kind + " of " + bytes + " bytes");
        }
    }

    /**
     * Returns the type that NumPy writes as text, such as {@code <f4}, {@code |u1} or {@code >i2}; null where it is none
     * of these.
     */
    public static ElementType ofNumpy(String text) {
        Matcher matcher = NUMPY.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Kind kind = switch (matcher.group(2)) {
            case "b" -> Kind.BOOL;
            case "u" -> Kind.UINT;
            case "i" -> Kind.INT;
            default -> Kind.FLOAT;
        };
        int bytes = Integer.parseInt(matcher.group(3));
        if (kind == Kind.FLOAT && bytes < 4 || kind == Kind.BOOL && bytes > 1) {
            return null;
        }
        return new ElementType(kind, bytes, matcher.group(1).equals(">"));
    }

    /** Returns whether the numbers are whole. */
    public boolean isWhole() {
        return kind != Kind.FLOAT;
    }

    /** Returns a whole number; one of 8 bytes beyond a long's range is negative. */
    public long whole(byte[] record, int index) {
        long value = bits(record, index * bytes);
        if (kind == Kind.BOOL) {
            return value == 0 ? 0 : 1;
        }
        int unused = Long.SIZE - Byte.SIZE * bytes;
        return kind == Kind.INT ? value << unused >> unused : value;
    }

    /** Returns a number of floating point. */
    public double real(byte[] record, int index) {
        long bits = bits(record, index * bytes);
        return bytes == Float.BYTES ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    private long bits(byte[] record, int at) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << Byte.SIZE | record[bigEndian ? at + i : at + bytes - 1 - i] & 0xff;
        }
        return value;
    }

    /** Returns the name that NumPy and HDF5's tools have for it, such as {@code uint8}. */
    @Override
    public String toString() {
        return kind == Kind.BOOL ? "bool" : kind.name().toLowerCase(Locale.ROOT) + Byte.SIZE * bytes;
    }
}
