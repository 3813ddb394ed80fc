package io.sparcode.jobs;

import io.sparcode.config.ConfigurationFiles;
import io.sparcode.config.JobConfiguration;
import java.nio.file.Path;
import java.util.List;

/** MNIST, from the folder that {@code MNIST_DIR} names, with a flavour's own settings. */
final class MnistScenario {
    /** The folder of the project's configuration files. */
    static final Path CONFIGURATIONS = Path.of("..", "conf").toAbsolutePath().normalize();

    private MnistScenario() {}

    static JobConfiguration of(String flavour, Path output) {
        return new ConfigurationFiles()
                .read(
                        List.of(
                                CONFIGURATIONS.resolve("mnist.conf"),
                                CONFIGURATIONS.resolve("flavours/" + flavour + ".conf")),
                        List.of(
                                "output-dir=" + output,
                                "ingest.input=" + System.getenv("MNIST_DIR"),
                                "train.checkpoint.directory="));
    }
}
