package io.sparcode.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small model of drawn digits, what the pipeline makes of it, and jobs on that. It is made once for all tests of a process,
 * which leave its outputs as they were and give their own other names.
 *
 * @param folder of its configuration, and of its outputs in {@code out}
 */
record SmallPipeline(Path folder) {
    private static final class Made {
        static final SmallPipeline PIPELINE = make();
    }

    /** Returns the pipeline, run through. */
    static SmallPipeline made() {
        return Made.PIPELINE;
    }

    private static SmallPipeline make() {
        try {
            SmallPipeline pipeline = new SmallPipeline(Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "small-pipeline-"));
            Files.writeString(pipeline.conf(), """
                    output-dir = "%s"
                    ingest { input = "synthetic:digits", synthetic.count = 300 }
                    ingest.derived { column = image_low, height = 14, width = 14 }
                    model {
                      encoder = [ { type = variational, units = 5 } ]
                      decoder = [ { type = dense, activation = sigmoid } ]
                      loss = binary-cross-entropy
                    }
                    train { epochs = 2, workers = 1 }
                    encode.importance-samples = 0
                    """.formatted(pipeline.folder.resolve("out")));
            pipeline.run("pipeline").assertEnded(ExitCode.DONE);
            return pipeline;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path conf() {
        return folder.resolve("small.conf");
    }

    /** Runs a job of the same configuration. */
    JobRun run(String job, String... settings) {
        return JobRun.of(conf(), job, settings);
    }
}
