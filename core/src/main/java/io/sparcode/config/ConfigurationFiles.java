package io.sparcode.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads configuration files and overrides over the defaults: a later file wins over an earlier one, an override over
 * every file. A key that {@code reference.conf} does not have, and a value of another type, are refused.
 *
 * <p>Blocks are merged key by key, lists are replaced. A block whose keys depend on a choice made in it is replaced
 * whole by a file that makes the choice anew: a file that gives {@code model.encoder}, {@code train.optimizer.name},
 * {@code train.schedule.type} or {@code train.gradient-clipping.type} says everything about the model, the optimiser, the
 * schedule or the clipping.
 */
public final class ConfigurationFiles {
    /** The choice that begins a block anew, by block. */
    private static final Map<String, String> CHOICES = Map.of(
            "model", "model.encoder",
            "train.optimizer", "train.optimizer.name",
            "train.schedule", "train.schedule.type",
            "train.gradient-clipping", "train.gradient-clipping.type");

    private final ReferenceKeys keys = new ReferenceKeys();

    /**
     * Reads and checks.
     *
     * @param files HOCON files, later ones win; relative to the working directory
     * @param overrides {@code key=value} each, later ones win, over every file
     * @throws ConfigurationException if a file cannot be read, a key is unknown or a value of the wrong type
     */
    public JobConfiguration read(List<Path> files, List<String> overrides) {
        Config merged = keys.defaults();
        for (Path file : files) {
            merged = over(merged, parse(file));
        }
        for (String override : overrides) {
            merged = over(merged, parse(override));
        }
        Config resolved;
        try {
            resolved = merged.resolve();
        } catch (ConfigException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
        check("", resolved.root());
        return new JobConfiguration(resolved);
    }

    private Config over(Config base, Config layer) {
        check("", layer.root());
        Config kept = base;
        for (Map.Entry<String, String> choice : CHOICES.entrySet()) {
            if (states(layer, choice.getValue())) {
                kept = kept.withoutPath(choice.getKey());
            }
        }
        return layer.withFallback(kept);
    }

    private static boolean states(Config layer, String path) {
        ConfigValue value = layer.root();
        for (String name : ConfigUtil.splitPath(path)) {
            if (!isResolved(value)) {
                // The block is itself a reference to another one, which then stands for all of it.
                return true;
            }
            value = value instanceof ConfigObject block ? block.get(name) : null;
            if (value == null) {
                return false;
            }
        }
        return true;
    }

    private static boolean isResolved(ConfigValue value) {
        try {
            value.valueType();
            return !(value instanceof ConfigObject block) || block.size() >= 0;
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    private static Config parse(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigurationException("configuration file " + file + " is not a readable file (looked for "
                    + file.toAbsolutePath() + ")");
        }
        try {
            // What a file includes is looked for in its parent, which a mere name has not.
            return ConfigFactory.parseFile(
                    (file.getParent() == null ? Path.of(".").resolve(file) : file).toFile(),
                    ConfigParseOptions.defaults()
                            .setAllowMissing(false)
                            .setSyntax(syntaxOf(file))
                            .setIncluder(new StrictIncluder()));
        } catch (ConfigException e) {
            throw new ConfigurationException("configuration file " + file + ": " + e.getMessage(), e);
        }
    }

    private static ConfigSyntax syntaxOf(Path file) {
        return file.toString().endsWith(".json") ? ConfigSyntax.JSON : ConfigSyntax.CONF;
    }

    private Config parse(String override) {
        String origin = "--set " + override;
        int equals = override.indexOf('=');
        String key = equals < 0 ? "" : override.substring(0, equals).strip();
        if (key.isEmpty()) {
            throw new ConfigurationException(origin + ": --set takes key=value, as in --set train.epochs=5");
        }
        String text = override.substring(equals + 1).strip();
        try {
            List<String> names = ConfigUtil.splitPath(key);
            ConfigValue nested = value(ConfigUtil.joinPath(names), text, origin);
            for (int i = names.size() - 1; i >= 0; i--) {
                nested = ConfigValueFactory.fromMap(Map.of(names.get(i), nested), origin);
            }
            return ((ConfigObject) nested).toConfig();
        } catch (ConfigException.BadPath e) {
            throw new ConfigurationException(origin + ": \"" + key + "\" is not a key", e);
        }
    }

    /** A value as written, unless the key takes more than text: a URI or a glob need not be quoted. */
    private ConfigValue value(String path, String text, String origin) {
        if (!keys.isKey(path) || keys.kind(path) != Kind.TEXT) {
            try {
                ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
                return ConfigFactory.parseString("value = " + text, options)
                        .root()
                        .get("value");
            } catch (ConfigException e) {
                // Not HOCON, so it can only be text.
            }
        }
        return ConfigValueFactory.fromAnyRef(text, origin);
    }

    /** Checks names and types, of what refers to other keys once they are filled in. */
    private void check(String section, ConfigObject values) {
        for (Map.Entry<String, ConfigValue> entry : values.entrySet()) {
            String path = (section.isEmpty() ? "" : section + ".") + entry.getKey();
            ConfigValue value = entry.getValue();
            if (keys.isKey(path)) {
                if (isResolved(value)) {
                    checkType(path, value);
                }
            } else if (!keys.isSection(path)) {
                throw unknown(section, path, value);
            } else if (value instanceof ConfigObject block) {
                if (isResolved(block)) {
                    check(path, block);
                }
            } else if (isResolved(value)) {
                throw wrongType(path, value, "a section with " + String.join(", ", keys.namesIn(path)));
            }
        }
    }

    private void checkType(String path, ConfigValue value) {
        Kind kind = keys.kind(path);
        if (!kind.accepts(value)) {
            throw wrongType(path, value, kind.toString());
        }
    }

    private static ConfigurationException wrongType(String path, ConfigValue value, String wanted) {
        return new ConfigurationException(path + " must be " + wanted + ", was " + Kind.show(value) + " ("
                + ConfigurationException.place(value.origin()) + ")");
    }

    private ConfigurationException unknown(String section, String path, ConfigValue value) {
        boolean leaf = !(value instanceof ConfigObject) && !(value instanceof ConfigList);
        return new ConfigurationException("unknown key " + path + (leaf ? " = " + Kind.show(value) : "") + " ("
                + ConfigurationException.place(value.origin()) + ")"
                + keys.nearest(path).map(near -> "; did you mean " + near + "?").orElse(".")
                + " Allowed " + (section.isEmpty() ? "at the top" : "in " + section) + ": "
                + String.join(", ", keys.namesIn(section)));
    }
}
