import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * rapaio-jupyter-kernel, with channels that stay alive: {@code Kernel CONNECTION_FILE}.
 *
 * <p>In 3.0.1 a channel's thread may see that it is not to run before its own start has said that it is, and ends; and one
 * that gets a message before the handlers are there ends with an exception. Jupyter then waits for an answer until it gives
 * up: 16 of 76 starts on a machine of two cores. The library's own main differs in nothing else.
 */
final class Kernel {
    private Kernel() {}

    /** Serves the connection that Jupyter describes in a file, until Jupyter ends it. */
    public static void main(String[] arguments) throws Exception {
        configureLogging();
        Channels channels = new Channels(
                Transform.fromJson(Files.readString(Path.of(arguments[0])), ConnectionProperties.class));
        // What notebooks call to display something asks that class for its kernel.
        channels.connect(MainApp.kernel);
        List<Thread> watches = new ArrayList<>();
        for (String channel : List.of("heartbeat", "shell", "control")) {
            Thread watch = new Thread(() -> keepAlive(get(channels, channel)), "watch of " + channel);
            watch.start();
            watches.add(watch);
        }
        for (Thread watch : watches) {
            watch.join();
        }
    }

    /** java.util.logging as {@code logging.properties} beside this file has it. The library's own file logs everything. */
    private static void configureLogging() throws IOException {
        try (InputStream properties = Kernel.class.getClassLoader().getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(properties);
        }
    }

    /** Starts a channel's thread again, as often as it ends without having been told to. */
    private static void keepAlive(Object channel) {
        try {
            LoopThread thread = get(channel, "loopThread");
            thread.join();
            while (Kernel.<Boolean>get(thread, "running")) {
                thread = new LoopThread(thread.getName(), Kernel.<Long>get(thread, "sleep"), get(thread, "loopBody"));
                field(channel, "loopThread").set(channel, thread);
                thread.start();
                thread.join();
            }
        } catch (InterruptedException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T get(Object object, String name) {
        try {
            return (T) field(object, name).get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Object object, String name) {
        try {
            Field field = object.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("rapaio-jupyter-kernel is not the version that this was written for", e);
        }
    }
}
