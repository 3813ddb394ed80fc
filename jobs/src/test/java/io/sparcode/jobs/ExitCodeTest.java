package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.config.ConfigurationException;
import io.sparcode.dataset.BadDataException;
import io.sparcode.model.ArchitectureException;
import io.sparcode.model.TensorShape;
import io.sparcode.training.AveragingSchedule;
import io.sparcode.training.TrainingFailedException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void aRefusedConfigurationIsOne() {
        assertEquals(ExitCode.REFUSED, ExitCode.of(new ConfigurationException("x")));
        assertEquals(ExitCode.REFUSED, ExitCode.of(new ArchitectureException("x")));
        assertEquals(ExitCode.REFUSED, ExitCode.of(new FileAlreadyExistsException("x")));
        assertEquals(1, ExitCode.REFUSED.status());
    }

    @Test
    void optionsThatTheLibraryRefusesAreOne() {
        IllegalArgumentException schedule =
                Assertions.assertThrows(IllegalArgumentException.class, () -> AveragingSchedule.every(0));
        IllegalArgumentException shape =
                Assertions.assertThrows(IllegalArgumentException.class, () -> TensorShape.vector(0));

        assertEquals(ExitCode.REFUSED, ExitCode.of(schedule));
        assertEquals(ExitCode.REFUSED, ExitCode.of(shape));
    }

    @Test
    void badDataIsTwoAlsoWhereATaskFoundIt() {
        BadDataException bad = new BadDataException("x");

        assertEquals(ExitCode.BAD_DATA, ExitCode.of(bad));
        assertEquals(ExitCode.BAD_DATA, ExitCode.of(new SparkException("job aborted", new RuntimeException(bad))));
        assertEquals(2, ExitCode.BAD_DATA.status());
    }

    @Test
    void anythingElseIsThree() {
        IllegalArgumentException fromJava = Assertions.assertThrows(
                IllegalArgumentException.class, () -> List.of().listIterator(0).wait(-1));

        assertEquals(ExitCode.FAILED, ExitCode.of(fromJava));
        assertEquals(ExitCode.FAILED, ExitCode.of(new TrainingFailedException("x")));
        assertEquals(ExitCode.FAILED, ExitCode.of(new IOException("x")));
        assertEquals(ExitCode.FAILED, ExitCode.of(new OutOfMemoryError("x")));
        assertEquals(3, ExitCode.FAILED.status());
    }

    @Test
    void theReasonOfAFailureIsItsFirstCauseOnOneLine() {
        SparkException spark = new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 1.0 failed\nDriver stacktrace:",
                new RuntimeException("wrapped", new IOException("disk full\n\tat somewhere")));

        assertEquals("IOException: disk full", Failures.reason(spark));
        assertEquals("loss of NaN", Failures.reason(new TrainingFailedException("loss of NaN")));
        assertEquals("NullPointerException", Failures.reason(new NullPointerException()));
    }

    @Test
    void theReasonOfARefusalIsItsOwnMessage() {
        assertEquals("no such key", Failures.reason(new ConfigurationException("no such key", new IOException("why"))));
        assertEquals(
                "empty folder", Failures.reason(new SparkException("aborted", new BadDataException("empty folder"))));
    }
}
