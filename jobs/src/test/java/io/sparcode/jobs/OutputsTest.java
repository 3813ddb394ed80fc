package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.ConfigurationException;
import io.sparcode.config.EncodeOptions;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputsTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    java.nio.file.Path folder;

    private Path output;

    @BeforeEach
    void place() {
        output = new Path(folder.resolve("output").toUri());
    }

    @Test
    void whatIsNotThereIsNotMade() throws IOException {
        assertFalse(Outputs.isMade(hadoop, output, of(0.1, "a"), "encode.overwrite", false));
    }

    @Test
    void whatTheSameOptionsMadeOfTheSameDataIsMade() throws IOException {
        of(0.1, "a").write(hadoop, output);

        assertTrue(Outputs.isMade(hadoop, output, of(0.1, "a"), "encode.overwrite", false));
        assertTrue(Outputs.isMade(hadoop, output, of(0.1, "a"), "encode.overwrite", true));
    }

    @Test
    void whatOtherOptionsOrDataMadeIsRefusedWithTheDifferenceAndTheKeyThatReplacesIt() throws IOException {
        of(0.1, "a").write(hadoop, output);

        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> Outputs.isMade(hadoop, output, of(0.2, "b"), "encode.overwrite", false));

        assertEquals(
                output + " is there already and was made otherwise: contamination was 0.1, is 0.2; fingerprint of the"
                        + " input was a, is b; encode.overwrite = true replaces it",
                refused.getMessage());
    }

    @Test
    void whatOtherOptionsMadeIsMadeAgainWhereItMayBeReplaced() throws IOException {
        of(0.1, "a").write(hadoop, output);

        assertFalse(Outputs.isMade(hadoop, output, of(0.2, "a"), "encode.overwrite", true));
    }

    @Test
    void whatAnotherJobMadeOrNoneIsNeverReplacedUnlessItIsEmpty() throws IOException {
        output.getFileSystem(hadoop).mkdirs(output);
        assertFalse(Outputs.isMade(hadoop, output, of(0.1, "a"), "encode.overwrite", true));
        Files.writeString(folder.resolve("output/thesis.txt"), "years of work");

        assertEquals(
                output + " is there already and does not say what made it, so that encode does not replace it; another"
                        + " place is needed, or to remove it by hand",
                refusedToReplace());
        Provenance.ofData("train", Map.of(), Map.of(), List.of(), "", new Versions("1", "3", "1", "17"))
                .write(hadoop, output);
        assertTrue(refusedToReplace().contains(" was made by train, so that encode does not replace it"));
    }

    private String refusedToReplace() {
        return assertThrows(
                        ConfigurationException.class,
                        () -> Outputs.isMade(hadoop, output, of(0.1, "a"), "encode.overwrite", true))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({"a, a", "a, a/b", "a/b, a", "a/../b, b", "link, a", "a/b, link"})
    void anOutputInOrAroundAnInputIsRefused(String made, String read) throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        String place = folder.resolve(made).toString();
        String input = folder.resolve(read).toString();

        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> Outputs.requireApart(hadoop, "encode.output", place, Map.of("encode.input", input)));

        assertEquals(
                "encode.output must lie apart from encode.input, neither in it nor around it: it was " + place
                        + ", and encode.input is " + input,
                refused.getMessage());
    }

    @Test
    void outputsBesideTheirInputsAreNotRefused() throws IOException {
        Outputs.requireApart(
                hadoop,
                "encode.output",
                folder.resolve("ab").toString(),
                Map.of(
                        "encode.input", folder.resolve("a").toString(),
                        "encode.model", "",
                        "encode.other", folder.resolve("abc").toString()));
    }

    @Test
    void whatDoesNotSayWhatMadeItIsRefused() throws IOException {
        output.getFileSystem(hadoop).mkdirs(output);

        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> Outputs.isMade(hadoop, output, of(0.1, "a"), "encode.overwrite", false));

        assertTrue(refused.getMessage().contains("does not say what made it"), refused::getMessage);
    }

    @Test
    void optionsBecomeMapsWithTheKeysOfTheConfiguration() {
        assertEquals(
                Map.of(
                        "input",
                        "a",
                        "model",
                        "b",
                        "output",
                        "c",
                        "contamination",
                        0.5,
                        "corrupt",
                        false,
                        "deviations",
                        true,
                        "importance-samples",
                        128,
                        "seed",
                        7L,
                        "overwrite",
                        true),
                Outputs.asMap(new EncodeOptions("a", "b", "c", 0.5, false, true, 128, 7, true)));
    }

    private static Provenance of(double contamination, String fingerprint) {
        return Provenance.ofData(
                "encode",
                Map.of("contamination", contamination),
                Map.of(),
                List.of(fingerprint),
                "",
                new Versions("1", "3", "1", "17"));
    }
}
