package io.sparcode.model.dl4j;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A layer without parameters that numbers describe, kept by name in the network's JSON. */
public abstract class SettingsLayer extends PassThroughLayer {
    private static final long serialVersionUID = 1;

    private Map<String, Double> settings = new TreeMap<>();

    /** For DL4J, which sets the settings afterwards. */
    protected SettingsLayer() {}

    /** Takes the settings. */
    protected SettingsLayer(Map<String, Double> settings) {
        this.settings.putAll(settings);
    }

    /** Returns one of the settings. */
    double setting(String name) {
        return settings.get(name);
    }

    public Map<String, Double> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, Double> settings) {
        this.settings = new TreeMap<>(settings);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other.getClass() == getClass();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettingsLayer that
                && that.canEqual(this)
                && super.equals(other)
                && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), settings);
    }
}
