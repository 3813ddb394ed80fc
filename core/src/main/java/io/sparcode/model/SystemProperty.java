package io.sparcode.model;

/** Properties of this process that libraries read once: what somebody has set wins. */
final class SystemProperty {
    private SystemProperty() {}

    static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
