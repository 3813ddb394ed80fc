package io.sparcode.dataset;

import java.util.Locale;

/**
 * The name of a file in an archive, taken apart as WebDataset does: the key goes up to the first point of the last part,
 * the ending is what follows.
 *
 * @param path the whole name
 */
record TarName(String path) {
    private int begin() {
        return path.lastIndexOf('/') + 1;
    }

    private int point() {
        int point = path.indexOf('.', begin());
        return point < 0 ? path.length() : point;
    }

    /** Returns what the files of a sample have in common, with the folder. */
    String key() {
        return path.substring(0, point());
    }

    /** Returns the folder that something of a name or key lies in; empty for none. */
    static String folder(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** Returns the ending in lower case, such as {@code jpg} or {@code seg.png}; empty where there is none. */
    String ending() {
        return point() == path.length() ? "" : path.substring(point() + 1).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the file is an image by name. */
    boolean isImage() {
        return FileKind.of(path.substring(begin())) == FileKind.IMAGE;
    }

    /** Returns whether the file is something else than an image by name. */
    boolean isOther() {
        return FileKind.of(path.substring(begin())) == FileKind.OTHER || ending().equals("cls");
    }
}
