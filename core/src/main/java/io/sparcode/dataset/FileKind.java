package io.sparcode.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the name of a file says of it; no file is opened for it. */
enum FileKind {
    /** It ends as images do. */
    IMAGE,
    /** It ends as something else does that lies beside images: text, tables, archives, models, films. */
    OTHER,
    /** Its ending is not known, or it has none. */
    UNKNOWN;

    /** What {@link #isImageHead} looks at. */
    static final int HEAD_BYTES = 12;

    private static final Pattern IMAGE_HEAD = Pattern.compile(
            "\\x89PNG.*|\\xff\\xd8\\xff.*|GIF8.*|BM.*|II\\*\\x00.*|MM\\x00\\*.*|RIFF....WEBP|....ftyp....|\\x00\\x00\\x00\\x0cjP.*"
                    + "|\\xff\\x4f\\xff\\x51.*",
            Pattern.DOTALL);

    private static final Set<String> IMAGE_ENDINGS =
            endings("png jpg jpeg jpe jfif gif bmp dib tif tiff webp jp2 j2k j2c"
                    + " jpc jpf jpx heic heif avif jxl svg ppm pgm pbm pnm pam tga pcx psd ico exr hdr dcm");

    private static final Set<String> OTHER_ENDINGS =
            endings("txt text csv tsv json jsonl ndjson geojson xml md rst html"
                    + " htm css js yaml yml toml ini cfg conf properties log pdf doc docx xls xlsx ppt pptx odt rtf tex bib"
                    + " zip tar gz tgz bz2 xz zst 7z rar npy npz mat pkl pickle pt pth ckpt onnx pb tflite safetensors h5 hdf5"
                    + " parquet bin avro orc arrow feather tfrecord tfrecords lmdb mdb db sqlite sqlite3 rec lst idx"
                    + " py pyc ipynb sh bat ps1 java c cpp cc h hpp m r rmd lua exe dll so jar class"
                    + " mp4 avi mov mkv webm mpg mpeg wav mp3 flac ogg srt lnk url torrent md5 sha1 sha256 crc names");

    private static final Set<String> OTHER_NAMES = Set.of(
            "readme",
            "license",
            "licence",
            "copying",
            "copyright",
            "notice",
            "authors",
            "changelog",
            "changes",
            "version",
            "makefile",
            "dockerfile",
            "citation",
            "md5sums",
            "sha256sums",
            "md5sum",
            "checksums");

    private static Set<String> endings(String all) {
        return Set.of(all.split(" "));
    }

    /** Returns whether a file's first 12 bytes are those of a format of images, whether it can be read or not. */
    static boolean isImageHead(byte[] head) {
        return IMAGE_HEAD.matcher(new String(head, StandardCharsets.ISO_8859_1)).matches();
    }

    /** Returns what a file's name, without its folder, says; case does not matter. */
    static FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        String ending = lower.substring(dot + 1);
        if (dot >= 0 && IMAGE_ENDINGS.contains(ending)) {
            return IMAGE;
        }
        boolean isOther = dot >= 0 ? OTHER_ENDINGS.contains(ending) : OTHER_NAMES.contains(lower);
        return isOther ? OTHER : UNKNOWN;
    }
}
