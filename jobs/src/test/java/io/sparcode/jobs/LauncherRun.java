package io.sparcode.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher, or another command, run in a process of its own. */
record LauncherRun(int status, List<String> out, String err) {
    private static final Path LAUNCHER =
            Path.of("..", "deploy", "bin", "sparcode").toAbsolutePath().normalize();

    /** Runs to the end, in a working directory, without {@code SPARK_HOME} unless {@code environment} gives it. */
    static LauncherRun in(Path directory, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return in(directory, environment, process -> {}, arguments);
    }

    /** As {@link #in(Path, Map, String...)}, with something done while it runs. */
    static LauncherRun in(Path directory, Map<String, String> environment, Meanwhile meanwhile, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return command(directory, environment, meanwhile, command);
    }

    /** Runs another command to the end, in the same environment as the launcher. */
    static LauncherRun command(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return command(directory, environment, process -> {}, List.of(command));
    }

    /** Returns whether a command is there and ends with status 0. */
    static boolean succeeds(Path directory, String... command) throws InterruptedException {
        try {
            return command(directory, Map.of(), command).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static LauncherRun command(
            Path directory, Map<String, String> environment, Meanwhile meanwhile, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().remove("SPARK_CONF_DIR");
        // C2 would compile for longer than most of these processes live.
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            meanwhile.act(process);
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                throw new IOException(command + " runs for more than 10 minutes: " + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new LauncherRun(process.exitValue(), Files.readAllLines(out), Files.readString(err));
    }

    /** Returns the last line of standard output as JSON. */
    JsonNode summary() throws IOException {
        if (out.isEmpty()) {
            throw new IOException("nothing on standard output; on standard error: " + err);
        }
        return new ObjectMapper().readTree(out.get(out.size() - 1));
    }

    /** What is done while a job runs. */
    @FunctionalInterface
    interface Meanwhile {
        /** Acts on the job's process, which the launcher has become. */
        void act(Process process) throws IOException, InterruptedException;
    }
}
