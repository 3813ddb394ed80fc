package io.sparcode.jobs;

import io.sparcode.config.ConfigurationFiles;
import io.sparcode.config.JobConfiguration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A job's command line: reads the configuration, runs the job, and gives what it sums up to. */
@Command(mixinStandardHelpOptions = false, sortOptions = false, usageHelpAutoWidth = true)
final class JobCommand implements Callable<Summary> {
    private final Job job;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "a configuration file (HOCON); may be given several times, later files win")
    private List<Path> files = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "sets a key; may be given several times, wins over files")
    private List<String> overrides = List.of();

    @Option(names = "--verbose", description = "show the stack of a failure")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this and every key")
    private boolean help;

    JobCommand(Job job) {
        this.job = job;
    }

    Job job() {
        return job;
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public Summary call() throws IOException {
        long start = System.nanoTime();
        JobConfiguration configuration = new ConfigurationFiles().read(files, overrides);
        job.check(configuration);
        PrintStream standardOutput = System.out;
        // Standard output is the summary's: what a library prints goes beside the logs.
        System.setOut(System.err);
        try (JobSession session = JobSession.open()) {
            return job.run(session.spark(), configuration).with("seconds", Seconds.since(start));
        } finally {
            System.setOut(standardOutput);
        }
    }
}
