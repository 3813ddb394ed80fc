package io.sparcode.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A JPEG's segments up to its pixels, checked before a decoder sees them.
 *
 * <p>The JDK's reader (17) makes more of the application segments than is wanted here: it applies profiles, takes images
 * with unusual component numbers for RGB, and refuses a whole image for a damaged profile or thumbnail. So it is given
 * what the pixels need, and this class reads the rest.
 */
final class JpegSegments {
    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SOS = 0xda;
    private static final int DQT = 0xdb;
    private static final int DHT = 0xc4;
    private static final int DRI = 0xdd;
    private static final int ICC_HEADER = 14;
    private static final byte[] SOI = HexFormat.of().parseHex("ffd8");
    private static final byte[] SOI_AND_JFIF = HexFormat.of().parseHex("ffd8ffe000104a46494600010100000100010000");
    private static final byte[] SOI_AND_ADOBE_RGB = HexFormat.of().parseHex("ffd8ffee000e41646f626500640000000000");

    private final byte[] jpeg;
    private final List<int[]> kept = new ArrayList<>();
    private final List<int[]> profile = new ArrayList<>();

    private int scan = -1;
    private int frame = -1;
    private int frameType;
    private boolean hasHuffmanTables;
    private boolean jfif;
    private int adobeTransform = -1;
    private int orientation = ExifOrientation.UPRIGHT;

    JpegSegments(byte[] jpeg) throws UnreadableImageException {
        this.jpeg = jpeg;
        int at = 2;
        while (scan < 0) {
            at = segment(at);
        }
        if (frame < 0) {
            throw new UnreadableImageException("JPEG is damaged: its pixels begin without a frame header (SOF)");
        }
        checkFrame();
    }

    /** Takes in the segment at or after an index, and returns where the next begins. */
    private int segment(int from) throws UnreadableImageException {
        int at = from;
        // What lies between segments is skipped, as libjpeg does.
        while (at < jpeg.length && jpeg[at] != (byte) 0xff) {
            at++;
        }
        while (at < jpeg.length && jpeg[at] == (byte) 0xff) {
            at++;
        }
        if (at >= jpeg.length) {
            throw new UnreadableImageException("JPEG is cut off before its pixels, after " + jpeg.length + " bytes");
        }
        int marker = jpeg[at] & 0xff;
        int start = at + 1;
        if (marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd7) {
            return start;
        }
        if (marker == START || marker == END) {
            throw new UnreadableImageException("JPEG is damaged: it " + (marker == END ? "ends" : "begins again")
                    + " before its pixels, at byte " + (at - 1));
        }
        int length = start + 2 <= jpeg.length ? Bytes.unsigned16(jpeg, start) : 0;
        if (length < 2 || length > jpeg.length - start) {
            throw new UnreadableImageException(String.format(
                    Locale.ROOT,
                    "JPEG is cut off or damaged: segment %02x at byte %d claims %d bytes, %d are left",
                    marker,
                    at - 1,
                    length,
                    jpeg.length - start));
        }
        take(marker, start + 2, start + length);
        return start + length;
    }

    private void take(int marker, int begin, int end) throws UnreadableImageException {
        if (marker == SOS) {
            scan = begin - 4;
        } else if (marker >= 0xc0 && marker <= 0xcf && marker != DHT && marker != 0xc8 && marker != 0xcc) {
            if (frame >= 0) {
                throw new UnreadableImageException("JPEG is damaged: it has two frame headers (SOF)");
            }
            if (end - begin < 6 || end - begin < 6 + 3 * (jpeg[begin + 5] & 0xff)) {
                throw new UnreadableImageException("JPEG is damaged: its frame header (SOF) is too short");
            }
            frame = begin;
            frameType = marker;
            keep(begin, end);
        } else if (marker == DQT || marker == DHT || marker == DRI) {
            hasHuffmanTables |= marker == DHT;
            keep(begin, end);
        } else if (marker == 0xe0) {
            jfif |= Bytes.isText(jpeg, begin, end, "JFIF\0") && end - begin >= 14;
        } else if (marker == 0xe1 && Bytes.isText(jpeg, begin, end, "Exif\0") && end - begin > 6) {
            if (orientation == ExifOrientation.UPRIGHT) {
                orientation = ExifOrientation.of(jpeg, begin + 6, end - begin - 6);
            }
        } else if (marker == 0xe2 && Bytes.isText(jpeg, begin, end, "ICC_PROFILE\0") && end - begin > ICC_HEADER) {
            profile.add(new int[] {begin, end});
        } else if (marker == 0xee && Bytes.isText(jpeg, begin, end, "Adobe") && end - begin >= 12) {
            adobeTransform = jpeg[begin + 11] & 0xff;
        }
    }

    /** Remembers a segment whose contents lie between two indices. */
    private void keep(int begin, int end) {
        kept.add(new int[] {begin - 4, end});
    }

    private void checkFrame() throws UnreadableImageException {
        String process = switch (frameType) {
            case 0xc0, 0xc1, 0xc2 -> null;
            case 0xc3, 0xcb -> "lossless";
            case 0xc9, 0xca -> "with arithmetic coding";
            default -> "hierarchical";
        };
        if (process != null) {
            throw new UnreadableImageException("JPEG is " + process + ", which is not read");
        }
        if (jpeg[frame] != 8) {
            throw new UnreadableImageException("JPEG has values of " + jpeg[frame] + " bits, those of 8 are read");
        }
        int components = components();
        if (components != 1 && components != 3 && components != 4) {
            throw new UnreadableImageException("JPEG has " + components + " components, 1, 3 and 4 are read");
        }
    }

    int height() {
        return Bytes.unsigned16(jpeg, frame + 1);
    }

    int width() {
        return Bytes.unsigned16(jpeg, frame + 3);
    }

    int components() {
        return jpeg[frame + 5] & 0xff;
    }

    /** Returns how the image is to be turned to stand upright, as EXIF numbers it; 1 where nothing says so. */
    int orientation() {
        return orientation;
    }

    /**
     * Returns whether the first three components are luma and chroma rather than colours or inks, by the rule of libjpeg:
     * JFIF's word, then Adobe's, then the components' numbers.
     */
    boolean isLumaChroma() {
        if (components() == 4) {
            return adobeTransform > 0;
        }
        if (components() != 3) {
            return false;
        }
        if (jfif) {
            return true;
        }
        if (adobeTransform >= 0) {
            return adobeTransform != 0;
        }
        return id(0) != 'R' || id(1) != 'G' || id(2) != 'B';
    }

    /** Returns whether a component has the columns of the image, and half its lines. */
    boolean hasHalfLines(int component) {
        int most = 0;
        for (int i = 0; i < components(); i++) {
            int factors = sampling(i);
            most = Math.max(most & 0xf0, factors & 0xf0) | Math.max(most & 0x0f, factors & 0x0f);
        }
        int own = sampling(component);
        return (own & 0xf0) == (most & 0xf0) && 2 * (own & 0x0f) == (most & 0x0f);
    }

    boolean hasComponentOfHalfLines() {
        return hasHalfLines(0) || hasHalfLines(1) || hasHalfLines(2);
    }

    /** Returns how often a component is sampled: across in the higher 4 bits, down in the lower. */
    private int sampling(int component) {
        return jpeg[frame + 7 + 3 * component];
    }

    private int id(int component) {
        return jpeg[frame + 6 + 3 * component] & 0xff;
    }

    /** Returns the embedded profile, its parts put together by their numbers; empty where there is none. */
    byte[] profile() throws UnreadableImageException {
        int parts = profile.size();
        byte[][] ordered = new byte[parts][];
        int length = 0;
        for (int[] part : profile) {
            int number = jpeg[part[0] + 12] & 0xff;
            if (number < 1 || number > parts || (jpeg[part[0] + 13] & 0xff) != parts || ordered[number - 1] != null) {
                throw new UnreadableImageException("JPEG's colour profile is damaged: it lies in " + parts
                        + " parts, one of which is number " + number + " of " + (jpeg[part[0] + 13] & 0xff)
                        + "; ingest.image.color-profile = ignore reads the stored values");
            }
            ordered[number - 1] = Arrays.copyOfRange(jpeg, part[0] + ICC_HEADER, part[1]);
            length += ordered[number - 1].length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : ordered) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** Returns the JPEG with nothing but what its pixels need, and a segment that says which colours they are. */
    byte[] withoutMetadata() {
        byte[] colours = components() != 3 ? SOI : isLumaChroma() ? SOI_AND_JFIF : SOI_AND_ADOBE_RGB;
        int length = colours.length + jpeg.length - scan;
        for (int[] segment : kept) {
            length += segment[1] - segment[0];
        }
        // Frames of motion JPEG leave the standard tables out.
        byte[] huffman = hasHuffmanTables || frameType == 0xc2 ? new byte[0] : StandardHuffmanTables.segments();
        length += huffman.length;
        byte[] bare = Arrays.copyOf(colours, length);
        int at = colours.length;
        for (int[] segment : kept) {
            System.arraycopy(jpeg, segment[0], bare, at, segment[1] - segment[0]);
            at += segment[1] - segment[0];
        }
        System.arraycopy(huffman, 0, bare, at, huffman.length);
        System.arraycopy(jpeg, scan, bare, length - (jpeg.length - scan), jpeg.length - scan);
        return bare;
    }
}
