package io.sparcode.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFilesTest {
    @TempDir
    Path folder;

    @Test
    void defaultsAreAValidConfiguration() {
        assertContains(read(List.of()).toJson(""), "\"seed\":0", "\"epochs\":5");
    }

    @Test
    void laterFilesWinOverEarlierOnesAndOverridesOverFiles() throws IOException {
        Path first = file("first.conf", "train { epochs = 1, workers = 1, batch-size-per-worker = 1 }");
        Path second = file("second.conf", "train { epochs = 2, workers = 2 }");

        String train = new ConfigurationFiles()
                .read(List.of(first, second), List.of("train.epochs=3", "train.epochs=4"))
                .toJson("train");

        assertContains(train, "\"epochs\":4", "\"workers\":2", "\"batch-size-per-worker\":1");
    }

    @Test
    void aPathThatIsSetOnceReachesTheKeysThatDefaultToIt() {
        JobConfiguration configuration = read(List.of("output-dir=/data/run 1"));

        assertContains(configuration.toJson("train"), "\"input\":\"/data/run 1/dataset\"");
        assertContains(configuration.toJson("encode"), "\"input\":\"/data/run 1/dataset\"", "/data/run 1/model");
    }

    @Test
    void anOverrideOfAPathIsTakenAsItIs() {
        assertContains(
                read(List.of("ingest.input=hdfs://host:8020/a b/*.png,{x}#")).toJson("ingest"),
                "\"input\":\"hdfs://host:8020/a b/*.png,{x}#\"");
    }

    @Test
    void anOverrideMayHoldAListOrABlock() {
        JobConfiguration configuration = read(List.of("model.penalties=[{type = activity-l1, weight = 1e-5}]"));

        assertContains(configuration.toJson("model"), "\"penalties\":[{", "\"weight\":1.0E-5", "\"encoder\":[");
    }

    @Test
    void aFileThatStatesTheEncoderReplacesTheWholeModel() throws IOException {
        Path sparse = file("sparse.conf", "model { encoder = [1], penalties = [2], loss = x }");
        Path plain = file("plain.conf", "model { encoder = [3], decoder = [4] }");

        assertEquals(
                "{\"decoder\":[4],\"encoder\":[3]}",
                new ConfigurationFiles().read(List.of(sparse, plain), List.of()).toJson("model"));
    }

    @Test
    void aFileThatNamesTheOptimizerReplacesTheWholeOptimizer() throws IOException {
        Path adadelta = file("a.conf", "train.optimizer { name = adadelta, rho = 0.95 }");
        Path sgd = file("b.conf", "train { optimizer { name = sgd, learning-rate = 0.1 } }");
        Path faster = file("c.conf", "train.optimizer.learning-rate = 0.2");

        assertContains(
                new ConfigurationFiles()
                        .read(List.of(adadelta, sgd, faster), List.of())
                        .toJson("train"),
                "\"optimizer\":{\"learning-rate\":0.2,\"name\":\"sgd\"}");
    }

    @Test
    void aModelGivenByReferenceReplacesTheWholeModel() throws IOException {
        Path file = file("reference.conf", "model = ${train.optimizer}");

        assertEquals(
                "{\"learning-rate\":0.001,\"name\":\"adam\"}",
                new ConfigurationFiles().read(List.of(file), List.of()).toJson("model"));
    }

    @Test
    void filesIncludeOthersBesideThem() throws IOException {
        Files.createDirectories(folder.resolve("flavours"));
        Files.writeString(folder.resolve("flavours/a.conf"), "train.epochs = 7");
        Path scenario = file("scenario.conf", "include \"flavours/a.conf\"\ntrain.workers = 3");

        assertContains(
                new ConfigurationFiles().read(List.of(scenario), List.of()).toJson("train"),
                "\"epochs\":7",
                "\"workers\":3");
    }

    @Test
    void anIncludedFileThatIsMissingIsRefused() throws IOException {
        Path scenario = file("scenario.conf", "include \"flavours/none.conf\"");

        assertRefused(List.of(scenario), List.of(), "scenario.conf", "flavours/none.conf");
    }

    @Test
    void aMissingFileIsRefusedWithWhereItWasLookedFor() {
        Path missing = folder.resolve("missing.conf");

        assertRefused(List.of(missing), List.of(), "not a readable file", missing.toString());
    }

    @Test
    void aFileThatIsNotHoconIsRefusedWithItsLine() throws IOException {
        Path broken = file("broken.conf", "train {\n epochs = 1\n");

        assertRefused(List.of(broken), List.of(), "broken.conf: 3");
    }

    @Test
    void anEnvironmentVariableFillsAValueAndMayBeMissing() throws IOException {
        Path file = file("env.conf", "ingest.input = ${PATH}\noutput-dir = ${?SPARCODE_TEST_UNSET_VARIABLE}");

        JobConfiguration configuration = new ConfigurationFiles().read(List.of(file), List.of());

        assertContains(configuration.toJson("ingest"), "\"input\":\"" + System.getenv("PATH") + "\"");
        assertContains(configuration.toJson(""), "\"output-dir\":\"sparcode-output\"");
    }

    @Test
    void aVariableThatIsNeededAndMissingIsRefusedWithItsPlace() throws IOException {
        Path file = file("env.conf", "\ningest.input = ${SPARCODE_TEST_UNSET_VARIABLE}");

        assertRefused(List.of(file), List.of(), "env.conf: 2", "SPARCODE_TEST_UNSET_VARIABLE");
    }

    @Test
    void anUnknownKeyIsRefusedWithItsValueItsPlaceTheNearestKeyAndTheAllowedOnes() throws IOException {
        Path file = file("typo.conf", "train {\n  epochs = 2\n  ecpohs = 5\n}");

        assertRefused(
                List.of(file),
                List.of(),
                "unknown key train.ecpohs = 5 (" + file + ":3)",
                "did you mean train.epochs? Allowed in train: averaging-frequency, ");
    }

    @ParameterizedTest
    @CsvSource({
        "tran.epochs=1, tran, train",
        "train.batch-size=1, train.batch-size, train.batch-size-per-worker",
        "train.momentum=0.5, train.momentum, train.outer-optimizer.momentum",
        "Seed=1, Seed, seed",
        "train.early-stoping.patience=1, train.early-stoping, train.early-stopping",
    })
    void anUnknownKeyIsRefusedWithWhatItMostLikelyMeant(String override, String key, String meant) {
        assertRefused(List.of(), List.of(override), "unknown key " + key, "did you mean " + meant + "?");
    }

    @Test
    void anUnknownKeyUnlikeAnyOtherIsRefusedWithTheAllowedOnesAlone() {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> read(List.of("quux.frobnicate=1")));

        assertContains(refused.getMessage(), "unknown key quux (--set quux.frobnicate=1)", "Allowed at the top: ");
        assertTrue(!refused.getMessage().contains("did you mean"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.epochs=five | train.epochs must be a whole number, was \"five\" (--set train.epochs=five)",
                "train.epochs=1.5 | train.epochs must be a whole number, was 1.5 (--set train.epochs=1.5)",
                "train.epochs=[1] | train.epochs must be a whole number, was [1] (--set train.epochs=[1])",
                "train.epochs= | train.epochs must be a whole number, was \"\" (--set train.epochs=)",
                "train.epochs=null | train.epochs must be a whole number, was null (--set train.epochs=null)",
                "seed=1e30 | seed must be a whole number, was 1.0E30 (--set seed=1e30)",
                "train.validation-fraction=much | train.validation-fraction must be a number, was \"much\" (--set",
                "train.overwrite=1 | train.overwrite must be true or false, was 1 (--set train.overwrite=1)",
                "train.optimizer=adam | train.optimizer must be a block in braces, was \"adam\" (--set",
                "model=7 | model must be a block in braces, was 7 (--set model=7)",
                "train=7 | train must be a section with averaging-frequency, ",
            })
    void aWrongTypeIsRefusedWithWhatIsWantedTheValueAndItsPlace(String override, String message) {
        assertRefused(List.of(), List.of(override), message);
    }

    @Test
    void aWrongTypeInAFileIsRefusedWithItsLine() throws IOException {
        Path file = file("types.conf", "\n\ntrain.epochs = many");

        assertRefused(List.of(file), List.of(), "was \"many\" (" + file + ":3)");
    }

    @Test
    void aBlockWhereTextIsWantedIsRefused() throws IOException {
        Path file = file("block.conf", "ingest.input { path = x }");

        assertRefused(List.of(file), List.of(), "ingest.input must be text, was {\"path\":\"x\"} (" + file + ":1)");
    }

    @ParameterizedTest
    @CsvSource({"train.epochs", "=5", "''"})
    void anOverrideWithoutAKeyOrAValueIsRefused(String override) {
        assertRefused(List.of(), List.of(override), "--set " + override, "key=value");
    }

    @Test
    void anOverrideOfSomethingThatIsNoKeyIsRefused() {
        assertRefused(List.of(), List.of("a..b=1"), "--set a..b=1", "\"a..b\" is not a key");
    }

    @Test
    void textOfAWholeNumberIsRead() throws IOException {
        Path file = file("text.conf", "train.epochs = \"12\"\ntrain.overwrite = yes");

        assertContains(new ConfigurationFiles().read(List.of(file), List.of()).toJson("train"), "\"epochs\":\"12\"");
    }

    private static JobConfiguration read(List<String> overrides) {
        return new ConfigurationFiles().read(List.of(), overrides);
    }

    private static void assertRefused(List<Path> files, List<String> overrides, String... parts) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> new ConfigurationFiles().read(files, overrides));
        assertContains(refused.getMessage(), parts);
    }

    private static void assertContains(String text, String... parts) {
        Stream.of(parts).forEach(part -> assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
