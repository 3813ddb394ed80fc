package io.sparcode.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a code is in a frame. */
public enum CodeType {
    /** {@code array<float>}, which every reader of Parquet knows. */
    ARRAY,
    /** A Spark ML vector, for a pipeline's next stage. */
    VECTOR;

    /** Returns the names that {@link #of} takes. */
    public static List<String> names() {
        return Arrays.stream(values()).map(CodeType::toString).toList();
    }

    /**
     * Returns the type of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CodeType of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("code type must be one of " + names() + ", was '" + name + "'"));
    }

    /** Returns its name as configuration and parameters have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
