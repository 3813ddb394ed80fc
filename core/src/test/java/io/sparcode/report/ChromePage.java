package io.sparcode.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A page in headless Chromium, driven by its DevTools protocol, which needs nothing but Chromium. For one thread.
 */
final class ChromePage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process chromium;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private int commands;

    /** Starts Chromium with a profile of its own. */
    ChromePage(Path program, Path profile) throws IOException, InterruptedException {
        chromium = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile())
                .start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest targets = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(profile) + "/json/list"))
                .timeout(LIMIT)
                .build();
        JsonNode page = null;
        for (JsonNode target : JSON.readTree(
                client.send(targets, HttpResponse.BodyHandlers.ofString()).body())) {
            page = target.path("type").asText().equals("page") ? target : page;
        }
        if (page == null) {
            throw new IOException("Chromium has opened no page");
        }
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.path("webSocketDebuggerUrl").asText()), new Listener())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Returns Chromium, as Debian and others name it; empty where it is not installed. */
    static Optional<Path> program() {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    private int port(Path profile) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(file) || Files.readAllLines(file).isEmpty()) {
            if (!chromium.isAlive() || System.nanoTime() > end) {
                throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("chromium.log")));
            }
            Thread.sleep(50);
        }
        return Integer.parseInt(Files.readAllLines(file).get(0));
    }

    /** Sets the page's size in CSS pixels, and the colour scheme that its reader prefers. */
    void show(int width, int height, String scheme) throws InterruptedException {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Opens a page and waits until all of it is there. */
    void open(Path page) throws InterruptedException {
        send("Page.navigate", Map.of("url", page.toUri().toString()));
        while (true) {
            if (next().path("method").asText().equals("Page.loadEventFired")) {
                return;
            }
        }
    }

    /** Returns what a script's expression, or its promise, comes to. */
    JsonNode evaluate(String script) throws InterruptedException {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(
                    "the script failed: " + result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Returns what the page has put on its console as an error or a warning, and every failure of its scripts. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Returns the addresses that the page has asked for, itself and its own data left out. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private JsonNode send(String method, Map<String, Object> parameters) throws InterruptedException {
        int id = ++commands;
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        socket.sendText(command.toString(), true).join();
        while (true) {
            JsonNode message = next();
            if (message.path("id").asInt() == id) {
                if (message.has("error")) {
                    throw new IllegalStateException(method + ": " + message.path("error"));
                }
                return message.path("result");
            }
        }
    }

    private JsonNode next() throws InterruptedException {
        JsonNode message = messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("Chromium has said nothing for " + LIMIT.toSeconds() + " s");
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Log.entryAdded" -> complain(parameters.path("entry"), "level");
            case "Runtime.consoleAPICalled" -> complain(parameters, "type");
            case "Network.requestWillBeSent" -> {
                String url = parameters.path("request").path("url").asText();
                if (!url.startsWith("data:") && !url.startsWith("file:") && !url.startsWith("blob:")) {
                    requests.add(url);
                }
            }
            default -> {
                // Nothing to note.
            }
        }
        return message;
    }

    private void complain(JsonNode entry, String level) {
        if (List.of("error", "warning", "assert").contains(entry.path(level).asText())) {
            complaints.add(entry.toString());
        }
    }

    @Override
    public void close() {
        socket.abort();
        chromium.destroy();
        try {
            if (!chromium.waitFor(10, TimeUnit.SECONDS)) {
                chromium.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            chromium.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    messages.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
