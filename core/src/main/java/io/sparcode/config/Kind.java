package io.sparcode.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

/** What a key's value is, as its default in {@code reference.conf} shows. */
public enum Kind {
    /** A number without a fraction. */
    WHOLE_NUMBER("a whole number"),
    /** Any number; its default is written with a point. */
    NUMBER("a number"),
    /** True or false. */
    FLAG("true or false"),
    /** Text: a word, a path, a URI. */
    TEXT("text"),
    /** A list in brackets. */
    LIST("a list"),
    /** A block whose keys the part of the library that reads it knows and checks. */
    BLOCK("a block in braces");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** Returns the kind of a default. */
    static Kind of(ConfigValue value) {
        return switch (value.valueType()) {
            case NUMBER -> asWritten(value).matches("-?\\d+") ? WHOLE_NUMBER : NUMBER;
            case BOOLEAN -> FLAG;
            case STRING -> TEXT;
            case LIST -> LIST;
            case OBJECT -> BLOCK;
            case NULL -> throw new IllegalStateException("a default is never null: " + value.origin());
        };
    }

    /** Returns whether a value can be read as this kind: an environment variable is text, whatever it holds. */
    boolean accepts(ConfigValue value) {
        ConfigValueType type = value.valueType();
        boolean scalar =
                type == ConfigValueType.STRING || type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
        String text = scalar ? String.valueOf(value.unwrapped()) : "";
        return switch (this) {
            case WHOLE_NUMBER -> isNumber(text) && isWhole(Double.parseDouble(text));
            case NUMBER -> isNumber(text);
            case FLAG -> text.matches("true|false|yes|no|on|off");
            case TEXT -> scalar;
            case LIST -> type == ConfigValueType.LIST;
            case BLOCK -> type == ConfigValueType.OBJECT;
        };
    }

    /** Returns a value as a message shows it. */
    static String show(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise());
    }

    /** Typesafe Config gives 1.0 as a whole number, except as text. */
    static String asWritten(ConfigValue number) {
        return number.atKey("number").getString("number");
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return !text.isBlank();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return words;
    }
}
