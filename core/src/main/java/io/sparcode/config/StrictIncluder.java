package io.sparcode.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;

/** Refuses an included file that is missing, which Typesafe Config would take for an empty one. */
final class StrictIncluder implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        ConfigParseable included = context.relativeTo(what);
        if (included == null) {
            throw new ConfigurationException("cannot include \"" + what + "\": only a file beside the one that includes"
                    + " it, or below, or an absolute path, can be included");
        }
        return included.parse(included.options().setAllowMissing(false));
    }
}
