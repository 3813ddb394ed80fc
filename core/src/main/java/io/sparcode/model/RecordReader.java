package io.sparcode.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes a record's components as an object's keys in kebab-case. Unlike Jackson's own way with records it
 * refuses a primitive component that is left out without a default, and says which keys there are.
 */
final class RecordReader {
    private RecordReader() {}

    /**
     * Builds a record from an object, or from its defaults where {@code node} is only its kind.
     *
     * @param kindKey the key that tells the kind and is no component, or null
     */
    static Object read(JsonParser parser, JsonNode node, Class<?> type, String kindKey) throws IOException {
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(parser, node, components, kindKey);
        Optional<Object> defaults = defaults(type);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = PartFormat.kebab(components[i].getName());
            if (node.hasNonNull(key)) {
                values[i] = readComponent(parser, node.get(key), components[i], key);
            } else if (defaults.isPresent()) {
                values[i] = component(components[i], defaults.get());
            } else if (components[i].getType().isPrimitive()) {
                throw new JsonMappingException(parser, "." + key + " is missing");
            }
        }
        try {
            return construct(type, components, values);
        } catch (ArchitectureException e) {
            // Jackson's exception collects the path on its way out.
            throw new JsonMappingException(parser, "." + e.getMessage(), e);
        }
    }

    static void writeComponents(Object owner, JsonGenerator json) throws IOException {
        for (RecordComponent component : owner.getClass().getRecordComponents()) {
            Object value = component(component, owner);
            if (value != null) {
                json.writeObjectField(PartFormat.kebab(component.getName()), value);
            }
        }
    }

    private static void refuseUnknownKeys(
            JsonParser parser, JsonNode node, RecordComponent[] components, String kindKey)
            throws JsonMappingException {
        var allowed = Stream.concat(
                        Stream.ofNullable(kindKey),
                        Arrays.stream(components).map(component -> PartFormat.kebab(component.getName())))
                .collect(Collectors.toList());
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!allowed.contains(key)) {
                throw new JsonMappingException(
                        parser, "." + key + " is not known, allowed are " + String.join(", ", allowed));
            }
        }
    }

    private static Object readComponent(JsonParser parser, JsonNode value, RecordComponent component, String key)
            throws IOException {
        try {
            String needed = needed(value, component.getType());
            if (needed != null) {
                throw new JsonMappingException(
                        parser, " must be " + needed + ", was " + (value.isTextual() ? value.textValue() : value));
            }
            return convert(parser, value, component);
        } catch (JsonMappingException e) {
            e.prependPath(component.getDeclaringRecord(), key);
            throw e;
        }
    }

    /** What the value should have been, or null if it can be read. */
    private static String needed(JsonNode value, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return value.isIntegralNumber() && value.canConvertToInt() ? null : "a whole number below 2^31";
        }
        if (type == long.class || type == Long.class) {
            return value.isIntegralNumber() && value.canConvertToLong() ? null : "a whole number below 2^63";
        }
        if (type == double.class || type == Double.class) {
            return value.isNumber() ? null : "a number";
        }
        if (type == Boolean.class) {
            return value.isBoolean() ? null : "true or false";
        }
        if (type == String.class) {
            return value.isTextual() ? null : "text";
        }
        if (type == List.class) {
            return value.isArray() ? null : "a list";
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> PartFormat.write(constant).replace("\"", ""))
                    .collect(Collectors.toList());
            return value.isTextual() && names.contains(value.textValue()) ? null : "one of " + String.join(", ", names);
        }
        return null;
    }

    private static Object convert(JsonParser parser, JsonNode value, RecordComponent component) throws IOException {
        try (JsonParser values = value.traverse(parser.getCodec())) {
            ObjectMapper mapper = (ObjectMapper) parser.getCodec();
            return mapper.readValue(values, mapper.constructType(component.getGenericType()));
        }
    }

    /** What the constructor without arguments gives, for a part whose every setting has a default. */
    private static Optional<Object> defaults(Class<?> type) {
        try {
            return Optional.of(type.getConstructor().newInstance());
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private static Object construct(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot make " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private static Object component(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
