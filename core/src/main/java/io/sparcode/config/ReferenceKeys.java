package io.sparcode.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys there are, each with its default and its comment, as {@code reference.conf} states them. */
public final class ReferenceKeys {
    /** Blocks whose keys depend on what is chosen in them; whoever reads the block checks them. */
    static final Set<String> OPEN_BLOCKS =
            Set.of("model", "train.optimizer", "train.schedule", "train.gradient-clipping");

    private static final String RESOURCE = "reference.conf";

    private final Config reference;
    private final Map<String, Key> keys = new LinkedHashMap<>();

    /**
     * One key.
     *
     * @param path its full name
     * @param kind what its value is
     * @param defaultValue the default as {@code reference.conf} has it, before other keys are filled in
     * @param comment what it means, its unit and range, a line each
     */
    public record Key(String path, Kind kind, String defaultValue, List<String> comment) {}

    /** Reads {@code reference.conf}. */
    public ReferenceKeys() {
        reference = ConfigFactory.parseURL(
                own(RESOURCE),
                ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(RESOURCE));
        collect("", reference.root(), reference.resolve().root());
    }

    /** Finds the file that came with this class: every library that uses Typesafe Config has one of that name. */
    private static URL own(String resource) {
        String here = ReferenceKeys.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        return ReferenceKeys.class
                .getClassLoader()
                .resources(resource)
                .filter(url -> url.toString().contains(here))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + resource + " in " + here));
    }

    private void collect(String prefix, ConfigObject written, ConfigObject resolved) {
        List<Map.Entry<String, ConfigValue>> inOrder = new ArrayList<>(written.entrySet());
        inOrder.sort(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()));
        for (Map.Entry<String, ConfigValue> entry : inOrder) {
            String path = prefix + entry.getKey();
            ConfigValue value = resolved.get(entry.getKey());
            if (value instanceof ConfigObject block && !OPEN_BLOCKS.contains(path)) {
                collect(path + ".", (ConfigObject) entry.getValue(), block);
            } else {
                keys.put(path, key(path, entry.getValue(), Kind.of(value)));
            }
        }
    }

    private static Key key(String path, ConfigValue written, Kind kind) {
        List<String> comment =
                written.origin().comments().stream().map(String::strip).toList();
        return new Key(path, kind, showDefault(written, kind), comment);
    }

    /** Shows a default as it was written, but for the quotes that a path with another key in it gets. */
    private static String showDefault(ConfigValue written, Kind kind) {
        if (kind == Kind.NUMBER) {
            return Kind.asWritten(written);
        }
        String text = written.render(ConfigRenderOptions.concise().setJson(false));
        if (kind == Kind.BLOCK) {
            return "{" + text + "}";
        }
        return text.startsWith("${") ? text.replace("\"", "") : text;
    }

    /** Returns the defaults, other keys not filled in yet. */
    Config defaults() {
        return reference;
    }

    /** Returns every key, in the order of {@code reference.conf}. */
    public Collection<Key> all() {
        return keys.values();
    }

    /** Returns the keys at the top level and those in the named sections, in the order of {@code reference.conf}. */
    public List<Key> ofSections(Set<String> sections) {
        return keys.values().stream()
                .filter(key -> !key.path().contains(".") && !OPEN_BLOCKS.contains(key.path())
                        || sections.contains(ConfigUtil.splitPath(key.path()).get(0)))
                .toList();
    }

    /** Returns whether a key of this name holds a value. */
    boolean isKey(String path) {
        return keys.containsKey(path);
    }

    /** Returns what a key's value is. */
    Kind kind(String path) {
        return keys.get(path).kind();
    }

    /** Returns whether keys stand below this name. */
    boolean isSection(String path) {
        return path.isEmpty() || keys.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
    }

    /** Returns the names that may stand directly in a section. */
    List<String> namesIn(String section) {
        String prefix = section.isEmpty() ? "" : section + ".";
        return keys.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the key or section that a misspelt name most likely meant. */
    Optional<String> nearest(String path) {
        List<String> candidates = new ArrayList<>(keys.keySet());
        for (String key : keys.keySet()) {
            for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
                candidates.add(key.substring(0, dot));
            }
        }
        int far = Math.max(2, path.length() / 4);
        LevenshteinDistance distance = new LevenshteinDistance(far);
        Optional<String> close = candidates.stream()
                .filter(key -> distance.apply(path, key) >= 0)
                .min(Comparator.<String>comparingInt(key -> distance.apply(path, key))
                        .thenComparing(Comparator.naturalOrder()));
        if (close.isPresent()) {
            return close;
        }
        String last = path.substring(path.lastIndexOf('.') + 1);
        return candidates.stream()
                .filter(key -> key.startsWith(path) || key.endsWith("." + last))
                .min(Comparator.naturalOrder());
    }
}
