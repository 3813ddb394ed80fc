package io.sparcode.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A section of a checked configuration, read value by value; what cannot be read is refused with its key and place. */
final class Section {
    private final Config root;
    private final String path;

    Section(Config root, String path) {
        this.root = root;
        this.path = path;
    }

    Section section(String name) {
        return new Section(root, key(name));
    }

    String text(String name) {
        return root.getString(key(name));
    }

    int integer(String name) {
        long value = whole(name);
        if (value != (int) value) {
            throw refused(name, "must be " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ", was " + value);
        }
        return (int) value;
    }

    long whole(String name) {
        return root.getLong(key(name));
    }

    double number(String name) {
        return root.getDouble(key(name));
    }

    boolean flag(String name) {
        return root.getBoolean(key(name));
    }

    /** Reads a list of whole numbers. */
    List<Integer> integers(String name) {
        return root.getList(key(name)).stream()
                .map(value -> integerIn(name, value))
                .toList();
    }

    private int integerIn(String name, ConfigValue value) {
        if (Kind.WHOLE_NUMBER.accepts(value)) {
            double number = Double.parseDouble(String.valueOf(value.unwrapped()));
            if (number == (int) number) {
                return (int) number;
            }
        }
        throw refused(
                name,
                "must be a list of whole numbers from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ", was "
                        + Kind.show(root.getValue(key(name))));
    }

    /** Reads a constant of {@code type} by its name in kebab-case. */
    <E extends Enum<E>> E choice(String name, Class<E> type) {
        String value = text(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> kebab(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> refused(
                        name,
                        "must be one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Section::kebab)
                                        .collect(Collectors.joining(", "))
                                + ", was \"" + value + "\""));
    }

    /** Reads a block as JSON and gives it to whoever knows its keys. */
    <T> T block(String name, Function<String, T> fromJson) {
        return build(() -> fromJson.apply(Kind.show(root.getValue(key(name)))), name);
    }

    /** Makes options; the message of one that refuses begins with the component's name, which becomes the full key. */
    <T> T build(Supplier<T> options) {
        return build(options, "");
    }

    private <T> T build(Supplier<T> options, String name) {
        try {
            return options.get();
        } catch (ConfigurationException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw refusedByOptions(e, name);
        }
    }

    private ConfigurationException refusedByOptions(IllegalArgumentException e, String name) {
        String section = name.isEmpty() ? path : key(name);
        String message = String.valueOf(e.getMessage());
        String component = message.split(" ", 2)[0];
        String full = section.isEmpty() ? component : section + "." + component;
        boolean named = component.matches("[a-z][a-z0-9.-]*") && root.hasPath(full);
        String text;
        if (message.startsWith(section)) {
            text = message;
        } else {
            text = named ? full + message.substring(component.length()) : section + ": " + message;
        }
        return new ConfigurationException(text + placeOf(named ? full : section), e);
    }

    ConfigurationException refused(String name, String reason) {
        return new ConfigurationException(key(name) + " " + reason + placeOf(key(name)));
    }

    private String placeOf(String key) {
        if (key.isEmpty()) {
            return "";
        }
        ConfigValue value = root.getValue(key);
        return " (" + ConfigurationException.place(value.origin()) + ")";
    }

    private String key(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
