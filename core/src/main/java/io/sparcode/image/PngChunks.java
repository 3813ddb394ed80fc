package io.sparcode.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The chunks of a PNG, checked before a decoder sees them: the JDK's reader (17) takes a chunk's length on trust,
 * unpacks compressed text of any size, and never looks at a checksum.
 */
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int OVERHEAD = 12;
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private static final int MAX_PROFILE_BYTES = 16 << 20;

    private final byte[] png;
    private int orientation = ExifOrientation.UPRIGHT;
    private byte[] packedProfile = {};

    PngChunks(byte[] png) {
        this.png = png;
    }

    /** Returns the size that the header claims, as {height, width}. */
    long[] size() throws UnreadableImageException {
        if (png.length < SIGNATURE + OVERHEAD + 13) {
            throw new UnreadableImageException("PNG is cut off in its header, after " + png.length + " bytes");
        }
        if (!type(SIGNATURE).equals("IHDR") || unsigned(SIGNATURE) != 13) {
            throw new UnreadableImageException("PNG does not begin with its header (IHDR, 13 bytes)");
        }
        checkSum(SIGNATURE, 13);
        return new long[] {unsigned(SIGNATURE + 12), unsigned(SIGNATURE + 8)};
    }

    /** Returns the PNG with nothing but what its pixels need, every chunk of it whole and with the right checksum. */
    byte[] pixelChunks() throws UnreadableImageException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(png.length);
        kept.write(png, 0, SIGNATURE);
        boolean data = false;
        int at = SIGNATURE;
        while (true) {
            if (png.length - at < OVERHEAD) {
                throw new UnreadableImageException("PNG is cut off after " + png.length + " bytes: no IEND chunk");
            }
            String type = type(at);
            long length = unsigned(at);
            if (length > png.length - at - OVERHEAD) {
                throw new UnreadableImageException("PNG is cut off or damaged: chunk " + printable(type) + " at byte "
                        + at + " claims " + length + " bytes, " + (png.length - at - OVERHEAD) + " are left");
            }
            if (NEEDED.contains(type)) {
                checkSum(at, (int) length);
                kept.write(png, at, OVERHEAD + (int) length);
            } else if (type.equals("eXIf")) {
                orientation = ExifOrientation.of(png, at + 8, (int) length);
            } else if (type.equals("iCCP")) {
                packedProfile = Arrays.copyOfRange(png, at + 8, at + 8 + (int) length);
            } else if (Character.isUpperCase(type.charAt(0))) {
                throw new UnreadableImageException("PNG has a critical chunk of unknown type " + printable(type));
            }
            data |= type.equals("IDAT");
            at += OVERHEAD + (int) length;
            if (type.equals("IEND")) {
                break;
            }
        }
        if (!data) {
            throw new UnreadableImageException("PNG has no pixels (no IDAT chunk)");
        }
        return kept.toByteArray();
    }

    /** Returns how the image is to be turned to stand upright, as EXIF numbers it; 1 before the chunks were read. */
    int orientation() {
        return orientation;
    }

    /** Returns the embedded colour profile; empty where there is none, or before the chunks were read. */
    byte[] profile() throws UnreadableImageException {
        int name = 0;
        while (name < packedProfile.length && packedProfile[name] != 0) {
            name++;
        }
        if (packedProfile.length == 0) {
            return packedProfile;
        }
        int begin = name + 2;
        if (begin >= packedProfile.length) {
            throw damagedProfile();
        }
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packedProfile, begin, packedProfile.length - begin);
            byte[] part = new byte[8192];
            while (!inflater.finished() && profile.size() < MAX_PROFILE_BYTES) {
                int inflated = inflater.inflate(part);
                if (inflated == 0 && !inflater.finished()) {
                    throw damagedProfile();
                }
                profile.write(part, 0, inflated);
            }
        } catch (DataFormatException e) {
            throw damagedProfile();
        } finally {
            inflater.end();
        }
        return profile.toByteArray();
    }

    private static UnreadableImageException damagedProfile() {
        return new UnreadableImageException(
                "PNG has a damaged colour profile; ingest.image.color-profile = ignore reads the stored values");
    }

    private void checkSum(int at, int length) throws UnreadableImageException {
        CRC32 crc = new CRC32();
        crc.update(png, at + 4, 4 + length);
        if (crc.getValue() != unsigned(at + 8 + length)) {
            throw new UnreadableImageException(
                    "PNG is damaged: checksum of chunk " + type(at) + " at byte " + at + " does not agree");
        }
    }

    private long unsigned(int at) {
        return Bytes.unsigned32(png, at);
    }

    private String type(int at) {
        return new String(png, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String type) {
        return type.replaceAll("[^A-Za-z]", "?");
    }
}
