package io.sparcode.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code conf}: every one of them is valid, and flavours leave nothing behind in one another. */
class ScenariosTest {
    private static final Path CONF = Path.of("..", "conf");

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioIsValid(Path scenario) {
        JobConfiguration configuration =
                new ConfigurationFiles().read(List.of(scenario), List.of("ingest.input=somewhere"));

        assertEquals("somewhere", configuration.ingest().input());
        configuration.train();
        configuration.encode();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void everyFlavourIsValidAfterEveryOtherAndSaysNothingOfWhereDataLies(Path flavour) throws IOException {
        TrainOptions alone =
                new ConfigurationFiles().read(List.of(flavour), List.of()).train();

        for (Path other : flavours().toList()) {
            TrainOptions after = new ConfigurationFiles()
                    .read(List.of(other, flavour), List.of())
                    .train();
            assertEquals(alone.architecture(), after.architecture(), () -> flavour + " keeps something of " + other);
            assertEquals(alone.optimizer(), after.optimizer(), () -> flavour + " keeps something of " + other);
        }
        TrainOptions defaults =
                new ConfigurationFiles().read(List.of(), List.of()).train();
        assertEquals(defaults.input(), alone.input());
        assertEquals(defaults.model(), alone.model());
        assertEquals(defaults.checkpoint(), alone.checkpoint());
    }

    static Stream<Path> scenarios() throws IOException {
        return confFiles(CONF);
    }

    static Stream<Path> flavours() throws IOException {
        return confFiles(CONF.resolve("flavours"));
    }

    private static Stream<Path> confFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".conf"))
                    .filter(file -> !file.endsWith("spark-defaults.conf"))
                    .sorted()
                    .toList();
            assertTrue(!found.isEmpty(), () -> "no files in " + folder.toAbsolutePath());
            return found.stream();
        }
    }
}
