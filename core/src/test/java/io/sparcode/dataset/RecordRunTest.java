package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class RecordRunTest {
    /** Readers that are open; tasks run in this process. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    /** Ten records of a byte, of a file that may not open. */
    private record Bytes(String path, boolean opens) implements RecordFile {
        @Override
        public boolean isSplittable() {
            return true;
        }

        @Override
        public int recordBytes() {
            return 1;
        }

        @Override
        public long records() {
            return 10;
        }

        @Override
        public Reader open(Configuration hadoop, long start, long end) throws IOException {
            if (!opens) {
                throw new IOException(path + " does not open");
            }
            OPEN.incrementAndGet();
            return new Reader() {
                @Override
                public byte[] read() {
                    return new byte[1];
                }

                @Override
                public void close() {
                    OPEN.decrementAndGet();
                }
            };
        }
    }

    private static final class NoLayout implements RecordRun.Layout {
        private static final long serialVersionUID = 1;

        @Override
        public Image image(byte[] record) {
            throw new IllegalStateException("a record was read");
        }

        @Override
        public Integer label(byte[] record, byte[] beside) {
            throw new IllegalStateException("a record was read");
        }
    }

    @Test
    void imagesAreClosedWhereTheirLabelsDoNotOpen() {
        TargetFit fit = new TargetFit(
                IngestFixture.of(Path.of("in"), Path.of("out")).options().image());
        List<RecordRun> runs = RecordRun.of(new Bytes("images", true), new Bytes("labels", false), "images", null);

        String message = assertThrows(
                        Exception.class,
                        () -> RecordRun.read(TestSpark.session(), runs, new NoLayout(), fit)
                                .count())
                .getMessage();

        assertTrue(message.contains("labels does not open"), message);
        assertEquals(0, OPEN.get());
    }
}
