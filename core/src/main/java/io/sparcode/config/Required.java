package io.sparcode.config;

/** What an option must have. */
final class Required {
    private Required() {}

    /** Refuses text that is not there. */
    static void text(String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must be given, was empty");
        }
    }
}
