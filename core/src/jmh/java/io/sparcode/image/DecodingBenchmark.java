package io.sparcode.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many images a second does one thread decode, and how many does the JDK's reader that lies below? */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodingBenchmark {
    private static final int IMAGES = 32;
    private static final int ELLIPSES = 40;

    /** The format, the width and the height. */
    @Param({"jpg 64 64", "jpg 128 128", "jpg 512 384", "png 64 64", "png 512 384", "gif 64 64"})
    public String kind;

    private final byte[][] files = new byte[IMAGES][];
    private ImageDecoder decoder;
    private int next;

    /** Encodes pictures of ellipses of random places, sizes and colours. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        ImageIO.setUseCache(false);
        String[] parts = kind.split(" ");
        int width = Integer.parseInt(parts[1]);
        int height = Integer.parseInt(parts[2]);
        Random random = new Random(1);
        for (int i = 0; i < IMAGES; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture(width, height, random), parts[0], out);
            files[i] = out.toByteArray();
        }
        decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));
    }

    private static BufferedImage picture(int width, int height, Random random) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (int i = 0; i < ELLIPSES; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            double size = width * random.nextDouble() / 2;
            double x = width * random.nextDouble() - size / 2;
            double y = height * random.nextDouble() - size / 2;
            graphics.fill(new Ellipse2D.Double(x, y, size, size * random.nextDouble()));
        }
        graphics.dispose();
        return picture;
    }

    private byte[] file() {
        next = (next + 1) % IMAGES;
        return files[next];
    }

    /** Decodes an image. */
    @Benchmark
    public Image decoder() throws UnreadableImageException {
        return decoder.decode(file());
    }

    /** Has the JDK read an image, and takes no pixel out of it. */
    @Benchmark
    public BufferedImage imageIo() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file()));
    }
}
