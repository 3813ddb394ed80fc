package io.sparcode.storage;

import java.io.File;
import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where things lie in relation to each other. */
public final class Places {
    private static final String LOCAL = "file";

    private Places() {}

    /**
     * Returns whether two places are the same, or one lies in the other, so that to replace one is to lose the other. Links on
     * local disks are followed.
     */
    public static boolean overlap(Configuration hadoop, Path one, Path other) throws IOException {
        Path first = resolved(hadoop, one);
        Path second = resolved(hadoop, other);
        return isIn(first, second) || isIn(second, first);
    }

    private static Path resolved(Configuration hadoop, Path place) throws IOException {
        FileSystem fileSystem = place.getFileSystem(hadoop);
        Path qualified = fileSystem.makeQualified(place);
        // From its text: a folder's URI would end in a slash, and be another path.
        return isLocal(fileSystem)
                ? fileSystem.makeQualified(new Path(new File(qualified.toUri().getPath()).getCanonicalPath()))
                : qualified;
    }

    /** Returns whether files lie on a disk of this machine, where Java itself reaches them. */
    static boolean isLocal(FileSystem fileSystem) {
        return LOCAL.equals(fileSystem.getUri().getScheme());
    }

    private static boolean isIn(Path inner, Path outer) {
        for (Path at = inner; at != null; at = at.getParent()) {
            if (Objects.equals(at.toUri(), outer.toUri())) {
                return true;
            }
        }
        return false;
    }
}
