package io.sparcode.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReferenceKeysTest {
    private final Map<String, ReferenceKeys.Key> keys =
            new ReferenceKeys().all().stream().collect(Collectors.toMap(ReferenceKeys.Key::path, Function.identity()));

    @Test
    void everyKeyHasAComment() {
        keys.values()
                .forEach(key -> assertFalse(key.comment().isEmpty(), () -> key.path() + " has no comment above it"));
    }

    @Test
    void everyKeyIsInKebabCase() {
        keys.keySet().forEach(path -> assertTrue(path.matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*"), path));
    }

    @Test
    void kindsFollowFromTheDefaults() {
        assertEquals(Kind.WHOLE_NUMBER, keys.get("train.epochs").kind());
        assertEquals(Kind.NUMBER, keys.get("train.outer-optimizer.momentum").kind());
        assertEquals(Kind.FLAG, keys.get("train.overwrite").kind());
        assertEquals(Kind.TEXT, keys.get("train.input").kind());
        assertEquals(Kind.LIST, keys.get("train.labels").kind());
        assertEquals(Kind.BLOCK, keys.get("model").kind());
        assertEquals(Kind.BLOCK, keys.get("train.optimizer").kind());
    }

    @Test
    void aDefaultIsShownBeforeOtherKeysAreFilledIn() {
        assertEquals("${ingest.output}", keys.get("train.input").defaultValue());
        assertEquals("5", keys.get("train.epochs").defaultValue());
        assertEquals("${output-dir}/codes", keys.get("encode.output").defaultValue());
        assertEquals("1.0", keys.get("train.outer-optimizer.learning-rate").defaultValue());
    }

    @Test
    void aJobsKeysAreTheCommonOnesAndItsSections() {
        List<String> paths = new ReferenceKeys()
                .ofSections(Set.of("encode")).stream()
                        .map(ReferenceKeys.Key::path)
                        .toList();

        assertEquals(List.of("seed", "output-dir"), paths.subList(0, 2));
        assertTrue(
                paths.subList(2, paths.size()).stream().allMatch(path -> path.startsWith("encode.")), paths::toString);
    }
}
