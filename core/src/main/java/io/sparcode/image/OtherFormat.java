package io.sparcode.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Names files that are not read, by their first bytes, so that a reason says what to do. */
final class OtherFormat {
    private static final String CONVERT = ", which is not read; convert it to PNG or JPEG";
    private static final String NO_IMAGE = ", not an image";
    /** How much of a text is looked at. */
    private static final int TEXT = 1024;

    private static final int TAR_MAGIC = 257;
    private static final int DICOM_MAGIC = 128;

    private record Magic(String name, String ending, byte[] bytes) {}

    private static final List<Magic> MAGICS = List.of(
            image("JPEG XL", "ff0a"),
            image("JPEG XL", "0000000c4a584c200d0a870a"),
            image("JPEG 2000", "0000000c6a5020200d0a870a"),
            image("JPEG 2000", "ff4fff51"),
            image("JPEG XR", "4949bc"),
            image("Photoshop (PSD)", "38425053"),
            image("Windows icon (ICO)", "00000100"),
            // Without a name, no palette, of colour or grey, packed or not; a cursor has a number in place of the
            // zeros.
            image("TGA", "000002000000"),
            image("TGA", "000003000000"),
            image("TGA", "00000a000000"),
            image("Windows cursor (CUR)", "00000200"),
            image("PCX", "0a0501"),
            image("OpenEXR", "762f3101"),
            image("Radiance HDR", "233f52"),
            image("DirectDraw Surface (DDS)", "44445320"),
            image("QOI", "716f6966"),
            image("FITS", "53494d504c452020"),
            image("DjVu", "41542654464f524d"),
            image("Windows metafile (WMF)", "d7cdc69a"),
            image("camera's raw (ORF)", "4949524f"),
            image("camera's raw (ORF)", "49495253"),
            image("camera's raw (RW2)", "49495500"),
            image("camera's raw (RAF)", "46554a4946494c4d"),
            new Magic("PDF document", CONVERT, hex("25504446")),
            new Magic("PostScript document", CONVERT, hex("25215053")),
            other("ZIP archive", "504b0304", ": unpack it"),
            other("empty ZIP archive", "504b0506", ""),
            other("gzip file", "1f8b08", ": unpack it"),
            other("bzip2 file", "425a68", ": unpack it"),
            other("xz file", "fd377a585a00", ": unpack it"),
            other("Zstandard file", "28b52ffd", ": unpack it"),
            other("7-Zip archive", "377abcaf271c", ": unpack it"),
            other("RAR archive", "526172211a07", ": unpack it"),
            other("HDF5 file", "894844460d0a1a0a", ""),
            other("NetCDF file", "434446", ""),
            other("NumPy array", "934e554d5059", ""),
            other("MATLAB file", "4d41544c414220", ""),
            other("Parquet file", "50415231", ""),
            other("video (Matroska or WebM)", "1a45dfa3", ": take its frames out"),
            other("video (MPEG)", "000001ba", ": take its frames out"),
            other("video (MPEG)", "000001b3", ": take its frames out"),
            other("video (Flash)", "464c5601", ": take its frames out"),
            other("Ogg file", "4f676753", ""),
            other("MP3 file", "494433", ""),
            other("extra file of macOS (AppleDouble, ._)", "00051607", ""),
            other("folder settings of macOS (.DS_Store)", "0000000142756431", ""),
            other("OLE file, such as Thumbs.db", "d0cf11e0a1b11ae1", ""),
            other("program (ELF)", "7f454c46", ""));

    private OtherFormat() {}

    /** Returns why bytes that are of no known format are not read. */
    static String reason(byte[] encoded) {
        for (Magic magic : MAGICS) {
            if (at(encoded, 0, magic.bytes())) {
                return magic.name() + magic.ending();
            }
        }
        if (at(encoded, 4, ascii("ftyp"))) {
            return container(encoded);
        }
        if (at(encoded, 0, ascii("RIFF"))) {
            return at(encoded, 8, ascii("AVI "))
                    ? "video (AVI)" + NO_IMAGE + ": take its frames out"
                    : "RIFF file" + NO_IMAGE;
        }
        if (at(encoded, DICOM_MAGIC, ascii("DICM"))) {
            return "DICOM image" + CONVERT;
        }
        if (at(encoded, encoded.length - 18, ascii("TRUEVISION-XFILE"))) {
            return "TGA image" + CONVERT;
        }
        if (at(encoded, TAR_MAGIC, ascii("ustar"))) {
            return "tar archive" + NO_IMAGE + ": unpack it";
        }
        String text = text(encoded);
        return text.isEmpty() ? unknown(encoded) : text;
    }

    /** Of ISO's base media format the brands say what is in it. */
    private static String container(byte[] encoded) {
        int length = Math.min(encoded.length, 64);
        String brands = new String(encoded, 8, length - 8, StandardCharsets.ISO_8859_1);
        if (encoded.length >= 4) {
            int box = Math.min(brands.length(), Math.max(4, (encoded[2] & 0xff) * 256 + (encoded[3] & 0xff) - 8));
            brands = brands.substring(0, box);
        }
        if (brands.contains("avif") || brands.contains("avis")) {
            return "AVIF image" + CONVERT;
        }
        for (String brand : new String[] {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}) {
            if (brands.contains(brand)) {
                return "HEIC image" + CONVERT;
            }
        }
        if (brands.startsWith("crx")) {
            return "camera's raw (CR3) image" + CONVERT;
        }
        return "video (MP4 or QuickTime)" + NO_IMAGE + ": take its frames out";
    }

    private static String text(byte[] encoded) {
        String text = new String(encoded, 0, Math.min(TEXT, encoded.length), StandardCharsets.ISO_8859_1);
        String begin = text.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "").toLowerCase(Locale.ROOT);
        if (begin.startsWith("version https://git-lfs")) {
            return "Git LFS pointer" + NO_IMAGE + ": fetch the files by 'git lfs pull'";
        }
        if (begin.startsWith("<svg") || begin.startsWith("<") && begin.contains("<svg")) {
            return "SVG image" + CONVERT;
        }
        if (begin.startsWith("<!doctype html") || begin.startsWith("<") && begin.contains("<html")) {
            return "HTML page" + NO_IMAGE + ": the download may have failed";
        }
        if (begin.startsWith("<?xml")) {
            return "XML file" + NO_IMAGE;
        }
        if (begin.matches("(?s)(\\{\\s*[\"}]|\\[\\s*[\\[{\"\\d\\]]).*") && isText(begin)) {
            return "JSON file" + NO_IMAGE;
        }
        return "";
    }

    private static String unknown(byte[] encoded) {
        int length = Math.min(16, encoded.length);
        String known = "not a PNG, JPEG, GIF, BMP, TIFF or WebP image: ";
        String text = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
        if (isText(text)) {
            return known + "begins with the text \"" + text + "\"";
        }
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != 0) {
                String bytes = HexFormat.ofDelimiter(" ").formatHex(encoded, 0, Math.min(8, length));
                return known + "begins with the bytes " + bytes;
            }
        }
        return known + "all " + encoded.length + " bytes are 0";
    }

    private static boolean isText(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 127 && c < 256 || Character.isWhitespace(c))
                && text.chars().filter(c -> c > 127).count() == 0;
    }

    private static boolean at(byte[] encoded, int offset, byte[] bytes) {
        if (offset < 0 || encoded.length - offset < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (encoded[offset + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static Magic image(String name, String hex) {
        return new Magic(name + " image", CONVERT, hex(hex));
    }

    private static Magic other(String name, String hex, String advice) {
        return new Magic(name, NO_IMAGE + advice, hex(hex));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
