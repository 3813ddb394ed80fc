package io.sparcode.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small model of drawn digits, what the pipeline makes of it, and jobs on that.
 *
 * @param conf its configuration; outputs are in {@code out} beside it
 */
record SmallPipeline(Path conf) {
    /** Runs the pipeline in a folder. */
    static SmallPipeline in(Path folder) throws IOException {
        SmallPipeline pipeline = new SmallPipeline(folder.resolve("small.conf"));
        Files.writeString(pipeline.conf, """
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
                """.formatted(folder.resolve("out")));
        pipeline.run("pipeline").assertEnded(ExitCode.DONE);
        return pipeline;
    }

    /** Runs a job of the same configuration. */
    JobRun run(String job, String... settings) {
        return JobRun.of(conf, job, settings);
    }
}
