package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose process is killed, the way a machine dies, and started again. */
class KilledTrainingIT {
    @TempDir
    private Path folder;

    @Test
    void endsWithTheSameModelBitForBitAsOneThatWasNotKilled() throws Exception {
        Files.writeString(folder.resolve("tiny.conf"), """
                output-dir = run
                ingest { input = "synthetic:digits", synthetic.count = 2000 }
                train {
                  epochs = 3, workers = 2, averaging-frequency = 2, batch-size-per-worker = 16
                  outer-optimizer.momentum = 0.2
                  checkpoint.every-rounds = 1
                }
                """);
        assertEquals(0, run("ingest").status());
        LauncherRun whole = run("train", "--set", "train.model=whole", "--set", "train.checkpoint.directory=unused");
        assertEquals(0, whole.status(), whole::err);
        assertFalse(Files.exists(folder.resolve("unused")), "checkpoints are deleted once the model is saved");

        LauncherRun stopped = endAfterCheckpoints(1, Process::destroy, 128 + 15);
        assertTrue(stopped.summary().get("error").asText().startsWith("stopped before it was done: by a signal"));
        assertFalse(stopped.summary().has("exit"));
        assertEquals(1, stopped.out().size());
        LauncherRun killed = endAfterCheckpoints(25, Process::destroyForcibly, 128 + 9);
        assertEquals(List.of(), killed.out());
        LauncherRun resumed = run("train");
        assertEquals(0, resumed.status(), resumed::err);
        assertTrue(resumed.err().contains("epoch 2"), resumed::err);
        assertFalse(resumed.err().contains("epoch 1 ended"), resumed::err);

        for (String entry : new String[] {"coefficients.bin", "updaterState.bin"}) {
            assertArrayEquals(entry("whole", entry), entry("run/model", entry), entry);
        }
    }

    /** Starts the training, or goes on with it, and ends it when it has written so many more checkpoints. */
    private LauncherRun endAfterCheckpoints(int count, Consumer<Process> end, int status)
            throws IOException, InterruptedException {
        LauncherRun ended;
        Path checkpoints = Files.createDirectories(folder.resolve("run/checkpoints"));
        try (WatchService watch = checkpoints.getFileSystem().newWatchService()) {
            checkpoints.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            ended = LauncherRun.in(
                    folder,
                    Map.of(),
                    process -> {
                        awaitCheckpoints(watch, count);
                        end.accept(process);
                    },
                    "train",
                    "--conf",
                    "tiny.conf");
            assertEquals(status, ended.status(), ended::err);
        }
        assertFalse(Files.exists(folder.resolve("run/model")), "no model is half written");
        return ended;
    }

    private static void awaitCheckpoints(WatchService watch, int count) throws InterruptedException {
        int seen = 0;
        while (seen < count) {
            WatchKey key = watch.poll(5, TimeUnit.MINUTES);
            assertNotNull(key, "no checkpoint in 5 minutes");
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.context().toString().matches("checkpoint-.*\\.zip")) {
                    seen++;
                }
            }
            key.reset();
        }
    }

    private byte[] entry(String model, String name) throws IOException {
        try (ZipFile zip =
                new ZipFile(folder.resolve(model).resolve("network.zip").toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    private LauncherRun run(String job, String... arguments) throws IOException, InterruptedException {
        String[] all = new String[3 + arguments.length];
        all[0] = job;
        all[1] = "--conf";
        all[2] = "tiny.conf";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return LauncherRun.in(folder, Map.of(), all);
    }
}
