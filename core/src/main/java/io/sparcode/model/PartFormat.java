package io.sparcode.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON form of parts, whose messages name the key as the configuration has it. */
final class PartFormat {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule()
                    .addSerializer(Part.class, new Writer())
                    .addSerializer(Decoder.Layers.class, new ListWriter())
                    .addSerializer(Architecture.class, new DocumentWriter())
                    .addDeserializer(Architecture.class, new DocumentReader())
                    .addDeserializer(Decoder.class, new DecoderReader())
                    .addDeserializer(Layer.class, new KindReader<>(Layer.class, "type"))
                    .addDeserializer(Activation.class, new KindReader<>(Activation.class, "type"))
                    .addDeserializer(Loss.class, new KindReader<>(Loss.class, "type"))
                    .addDeserializer(Penalty.class, new KindReader<>(Penalty.class, "type"))
                    .addDeserializer(Corruption.class, new KindReader<>(Corruption.class, "type"))
                    .addDeserializer(Schedule.class, new KindReader<>(Schedule.class, "type"))
                    .addDeserializer(GradientClipping.class, new KindReader<>(GradientClipping.class, "type"))
                    .addDeserializer(Optimizer.class, new KindReader<>(Optimizer.class, "name")))
            .build();

    private PartFormat() {}

    /** Reads JSON; {@code root} is the configuration's key where it stands, for messages. */
    static <T> T read(String json, Class<T> type, String root) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new ArchitectureException(describe(e, root), e);
        }
    }

    /** Jackson's path to what is wrong, as the configuration writes keys, and why it is. */
    private static String describe(JsonProcessingException error, String root) {
        if (!(error instanceof JsonMappingException mapping)) {
            return root + " is not JSON: " + error.getOriginalMessage();
        }
        StringBuilder where = new StringBuilder(root);
        for (JsonMappingException.Reference step : mapping.getPath()) {
            where.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return where + mapping.getOriginalMessage();
    }

    static String write(Object part) {
        try {
            return MAPPER.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + part + " as JSON: " + e.getMessage(), e);
        }
    }

    static String kind(Class<?> part) {
        return kebab(part.getSimpleName());
    }

    static String kebab(String name) {
        return PropertyNamingStrategies.KebabCaseStrategy.INSTANCE.translate(
                Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }

    /** Reads a part whose record the value of {@code key} tells. */
    private static class KindReader<T extends Part> extends JsonDeserializer<T> {
        private final Class<T> type;
        private final String key;
        private final List<Class<?>> kinds;

        KindReader(Class<T> type, String key) {
            this.type = type;
            this.key = key;
            this.kinds = Arrays.stream(type.getPermittedSubclasses())
                    .filter(kind -> kind != Decoder.Layers.class && kind != TiedDense.class)
                    .collect(Collectors.toUnmodifiableList());
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return read(parser, context.readTree(parser));
        }

        @Override
        public T getNullValue(DeserializationContext context) throws JsonMappingException {
            throw new JsonMappingException(context.getParser(), " must not be null");
        }

        T read(JsonParser parser, JsonNode node) throws IOException {
            String allowed = kinds.stream().map(PartFormat::kind).collect(Collectors.joining(", "));
            if (!node.isTextual() && !node.isObject()) {
                throw new JsonMappingException(
                        parser, " must be an object with " + key + ", or one of " + allowed + ", was " + node);
            }
            JsonNode kind = node.isTextual() ? node : node.path(key);
            if (kind.isMissingNode()) {
                throw new JsonMappingException(parser, "." + key + " is missing, allowed are " + allowed);
            }
            for (Class<?> candidate : kinds) {
                if (kind(candidate).equals(kind.textValue())) {
                    return type.cast(RecordReader.read(parser, node, candidate, key));
                }
            }
            throw new JsonMappingException(
                    parser,
                    (node.isTextual() ? "" : "." + key) + " must be one of " + allowed + ", was "
                            + (kind.isTextual() ? kind.textValue() : kind));
        }
    }

    /** Reads a decoder: a list of layers, or a part. */
    private static final class DecoderReader extends KindReader<Decoder> {
        DecoderReader() {
            super(Decoder.class, "type");
        }

        @Override
        Decoder read(JsonParser parser, JsonNode node) throws IOException {
            if (!node.isArray()) {
                return super.read(parser, node);
            }
            if (node.isEmpty()) {
                throw new JsonMappingException(parser, " must have at least 1 layer, had 0");
            }
            try (JsonParser list = node.traverse(parser.getCodec())) {
                return new Decoder.Layers(List.of(parser.getCodec().readValue(list, Layer[].class)));
            }
        }
    }

    private static final class DocumentReader extends JsonDeserializer<Architecture> {
        @Override
        public Architecture deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            if (!node.isObject()) {
                throw new JsonMappingException(parser, " must be an object, was " + node);
            }
            return (Architecture) RecordReader.read(parser, node, Architecture.class, null);
        }
    }

    private static final class Writer extends JsonSerializer<Part> {
        @Override
        public void serialize(Part part, JsonGenerator json, SerializerProvider provider) throws IOException {
            String key = part instanceof Optimizer ? "name" : "type";
            if (key.equals("type") && part.getClass().getRecordComponents().length == 0) {
                json.writeString(part.kind());
                return;
            }
            json.writeStartObject();
            json.writeStringField(key, part.kind());
            RecordReader.writeComponents(part, json);
            json.writeEndObject();
        }
    }

    private static final class ListWriter extends JsonSerializer<Decoder.Layers> {
        @Override
        public void serialize(Decoder.Layers decoder, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartArray();
            for (Layer layer : decoder.layers()) {
                json.writeObject(layer);
            }
            json.writeEndArray();
        }
    }

    private static final class DocumentWriter extends JsonSerializer<Architecture> {
        @Override
        public void serialize(Architecture architecture, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            RecordReader.writeComponents(architecture, json);
            json.writeEndObject();
        }
    }
}
