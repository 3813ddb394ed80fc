package io.sparcode.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions of what ran.
 *
 * @param sparcode this project's
 * @param spark the cluster's
 * @param dl4j Deeplearning4j's and ND4J's
 * @param java the driver's Java runtime
 */
public record Versions(String sparcode, String spark, String dl4j, String java) {
    /** Returns the versions of this process, with the one that the Spark session names. */
    public static Versions running(String spark) {
        Properties built = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("versions.properties of the jar cannot be read", e);
        }
        return new Versions(
                built.getProperty("sparcode"), spark, built.getProperty("dl4j"), System.getProperty("java.version"));
    }
}
