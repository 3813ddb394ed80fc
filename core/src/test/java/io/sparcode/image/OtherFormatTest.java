package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherFormatTest {
    private static final String CONVERT = ", which is not read; convert it to PNG or JPEG";

    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\0\\0\\0\\x18ftypheic\\0\\0\\0\\0mif1heic | HEIC image",
                "\\0\\0\\0\\x18ftypmif1\\0\\0\\0\\0mif1heic | HEIC image",
                "\\0\\0\\0\\x1cftypavif\\0\\0\\0\\0avifmif1miaf | AVIF image",
                "\\0\\0\\0\\x1cftypmif1\\0\\0\\0\\0mif1avifmiaf | AVIF image",
                "\\0\\0\\0\\x18ftypcrx \\0\\0\\0\\1crx isom | camera's raw (CR3) image",
                "\\xff\\x0a\\0 | JPEG XL image",
                "\\0\\0\\0\\x0cjP  \\x0d\\x0a\\x87\\x0a | JPEG 2000 image",
                "\\xff\\x4f\\xff\\x51\\0 | JPEG 2000 image",
                "II\\xbc\\1 | JPEG XR image",
                "8BPS\\0\\1 | Photoshop (PSD) image",
                "\\0\\0\\1\\0\\1\\0 | Windows icon (ICO) image",
                "\\x0a\\5\\1\\x08 | PCX image",
                "v/1\\1 | OpenEXR image",
                "<svg xmlns='http://www.w3.org/2000/svg'/> | SVG image",
                "<?xml version='1.0'?> <!-- drawn --> <svg width='4'/> | SVG image",
                "%PDF-1.7 | PDF document",
            })
    void imageOfAnotherFormatIsNamedByIt(String begin, String name) {
        assertEquals(name + CONVERT, refusal(bytes(begin)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\0\\0\\0\\x18ftypmp42\\0\\0\\0\\0isom | video (MP4 or QuickTime), not an image: take its frames out",
                "\\0\\0\\0\\x14ftypqt  \\0\\0\\0\\0 | video (MP4 or QuickTime), not an image: take its frames out",
                "RIFF\\0\\0\\0\\0AVI LIST | video (AVI), not an image: take its frames out",
                "RIFF\\0\\0\\0\\0WAVEfmt | RIFF file, not an image",
                "\\x1aE\\xdf\\xa3 | video (Matroska or WebM), not an image: take its frames out",
                "PK\\3\\4 | ZIP archive, not an image: unpack it",
                "\\x1f\\x8b\\x08 | gzip file, not an image: unpack it",
                "\\x89HDF\\x0d\\x0a\\x1a\\x0a | HDF5 file, not an image",
                "\\x93NUMPY\\1 | NumPy array, not an image",
                "version https://git-lfs.github.com/spec/v1 | Git LFS pointer, not an image: fetch the files by 'git lfs pull'",
                "<!DOCTYPE html><title>404</title> | HTML page, not an image: the download may have failed",
                "<head><html> | HTML page, not an image: the download may have failed",
                "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error> | XML file, not an image",
                "{\"error\": \"not found\"} | JSON file, not an image",
                "\\0\\5\\x16\\7\\0 | extra file of macOS (AppleDouble, ._), not an image",
                "\\0\\0\\0\\0\\0 | not a PNG, JPEG, GIF, BMP, TIFF or WebP image: all 5 bytes are 0",
                "cell,value | not a PNG, JPEG, GIF, BMP, TIFF or WebP image: begins with the text \"cell,value\"",
                "\\1\\2\\xab | not a PNG, JPEG, GIF, BMP, TIFF or WebP image: begins with the bytes 01 02 ab",
            })
    void fileThatIsNoImageIsNamedByWhatItIs(String begin, String reason) {
        assertEquals(reason, refusal(bytes(begin)));
    }

    @Test
    void formatsAreFoundByWhatStandsLaterToo() {
        byte[] dicom = Arrays.copyOf(new byte[0], 200);
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
        byte[] tga = bytes("\\1\\1\\1\\0TRUEVISION-XFILE.\\0");
        byte[] tar = Arrays.copyOf("a.jpg".getBytes(StandardCharsets.US_ASCII), 512);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

        assertEquals("DICOM image" + CONVERT, refusal(dicom));
        assertEquals("TGA image" + CONVERT, refusal(tga));
        assertEquals("tar archive, not an image: unpack it", refusal(tar));
    }

    /** Bytes of a text in which a backslash begins a digit, or x and two hexadecimal ones. */
    private static byte[] bytes(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                out.append(text.charAt(i));
            } else if (text.charAt(i + 1) == 'x') {
                out.append((char) Integer.parseInt(text, i + 2, i + 4, 16));
                i += 3;
            } else {
                out.append((char) (text.charAt(++i) - '0'));
            }
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String refusal(byte[] encoded) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(encoded))
                .getMessage();
    }
}
