package io.sparcode.config;

import com.typesafe.config.ConfigOrigin;

/** A configuration that cannot be used: says which key, its value, what is allowed, and where it stands. Status 1. */
public class ConfigurationException extends IllegalArgumentException {
    /** Says what is wrong, the offending value, what is allowed, and which file or key. */
    public ConfigurationException(String message) {
        super(message);
    }

    /** As {@link #ConfigurationException(String)}, with the failure behind it. */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns where a value stands, as {@code file:line}, or the option that gave it. */
    static String place(ConfigOrigin origin) {
        if (origin.filename() == null) {
            String description = origin.description();
            return description.startsWith("--set")
                    ? description.replaceFirst(": \\d+$", "")
                    : description.replaceFirst(": (\\d+)$", ":$1");
        }
        return origin.lineNumber() > 0 ? origin.filename() + ":" + origin.lineNumber() : origin.filename();
    }
}
