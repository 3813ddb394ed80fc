package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlavoursTest {
    private static final Path FOLDER = Path.of("..", "conf", "flavours");
    private static final TensorShape GREY = new TensorShape(1, 28, 28);

    @ParameterizedTest
    @CsvSource({
        "vanilla-linear, [64], 101200, 784-64 sigmoid | 784 linear",
        "vanilla-sigmoid, [64], 101200, 784-64 relu | 784 sigmoid",
        "sparse-l1, [64], 101200, with L1",
        "sparse-relu, [64], 101200, with L1",
        "multilayer, [64], 218192, 128-64 | 128",
        "multilayer-linear, [64], 218192, 128-64 | 128 with L1",
        "deep-dense, [32], 222384, 128-64-32 | 64-128",
        "stacked, [32], 222384, 128-64-32 sigmoid | 64-128",
        "conv-small, '[4, 14, 14]', 225, 4 | 4-1",
        "conv-deep, '[8, 4, 4]', 4385, 16-8-8 | 8-8-16-1",
        "conv-channel, '[1, 7, 7]', 620, 16-1 | 1-16-1",
        "sparse-kl, [1024], 1607440, 784-1024 sigmoid | 784 sigmoid",
        "k-sparse, [1024], 1607440, 784-1024 linear | 784 sigmoid",
        "contractive, [64], 101200, 784-64 sigmoid | 784 sigmoid",
        "variational, [20], 652824, 784-400 relu-2x20 | 400 relu-784 sigmoid",
        "concrete, [50], 307184, 784-50 selectors | 320 leaky relu-784",
        "tied-linear, [64], 51024, 784-64 | its transpose",
        "denoising-conv, '[32, 7, 7]', 28353, 32-32 | 32-32-1",
        "denoising-gaussian, [64], 101200, as vanilla-sigmoid",
        "denoising-salt-and-pepper, [64], 101200, as vanilla-sigmoid",
        "denoising-masked, [30], 47854, 784-30 tanh | 784 tanh",
        "denoising-overcomplete, [500], 785284, 784-500 tanh | 784 tanh"
    })
    void everyFlavourBuildsItsGraph(String name, String code, long parameters) {
        Config flavour = read(name);
        Architecture architecture = Architecture.fromJson(json(flavour.getConfig("model")));
        assertEquals(code, architecture.codeShape(GREY).toString());
        Optimizer optimizer = Optimizer.fromJson(json(flavour.getConfig("train.optimizer")));
        assertEquals(
                parameters,
                architecture.toGraph(GREY, Optimization.constant(optimizer), 0).numParams());
        assertTrue(flavour.getInt("train.epochs") >= 5);
    }

    @Test
    void superResolutionLeadsFromTheDerivedImageToTheImage() {
        Config scenario = read("../super-resolution");
        assertEquals(scenario.getString("ingest.derived.column"), scenario.getString("train.input-column"));
        TensorShape low =
                new TensorShape(1, scenario.getInt("ingest.derived.height"), scenario.getInt("ingest.derived.width"));
        assertEquals(
                new TensorShape(16, 14, 14),
                Architecture.fromJson(json(scenario.getConfig("model"))).codeShape(low, GREY));
    }

    @Test
    void everyFileIsTestedAndSaysNothingAboutWhereDataLies() throws IOException {
        Set<String> names;
        try (Stream<Path> files = Files.list(FOLDER)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".conf"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "concrete",
                        "contractive",
                        "conv-channel",
                        "conv-deep",
                        "conv-small",
                        "deep-dense",
                        "denoising-conv",
                        "denoising-gaussian",
                        "denoising-masked",
                        "denoising-overcomplete",
                        "denoising-salt-and-pepper",
                        "k-sparse",
                        "multilayer",
                        "multilayer-linear",
                        "sparse-kl",
                        "sparse-l1",
                        "sparse-relu",
                        "stacked",
                        "tied-linear",
                        "variational",
                        "vanilla-linear",
                        "vanilla-sigmoid")),
                names);
        Set<String> allowed = Set.of(
                "epochs",
                "layerwise-epochs",
                "batch-size-per-worker",
                "updater-state",
                "validation-fraction",
                "schedule",
                "optimizer");
        for (String name : names) {
            Config flavour = read(name);
            assertEquals(Set.of("model", "train"), flavour.root().keySet(), name);
            Set<String> others = new TreeSet<>(flavour.getObject("train").keySet());
            others.removeAll(allowed);
            assertEquals(Set.of(), others, name);
        }
    }

    @Test
    void aFlavourTakesNothingOverFromTheOneBeneath() {
        Config layered = read("conv-channel").withFallback(read("sparse-l1")).resolve();
        assertEquals(json(read("conv-channel")), json(layered));
    }

    private static Config read(String name) {
        return ConfigFactory.parseFile(FOLDER.resolve(name + ".conf").toFile());
    }

    private static String json(Config config) {
        return config.root().render(ConfigRenderOptions.concise());
    }
}
