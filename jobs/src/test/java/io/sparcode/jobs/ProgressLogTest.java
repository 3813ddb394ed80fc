package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.training.EpochMetrics;
import io.sparcode.training.TrainingListener.RoundProgress;
import io.sparcode.training.TrainingStage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
    private final List<String> lines = new ArrayList<>();
    private long nanoTime = 1_000_000_000L;
    private final ProgressLog log = new ProgressLog(lines::add, () -> nanoTime);

    @Test
    void aRoundSaysWhereItStandsAndHowLongIsLeft() {
        log.roundEnded(new RoundProgress(2, 5, 3, 47, 0.0123456789, 20123.4, 3725));

        assertEquals(List.of("epoch 2/5 round 3/47: loss 0.0123457, 20,123 images/s, 1:02:05 left"), lines);
    }

    @Test
    void roundsAreToldOfAtMostOnceInTwoSeconds() {
        for (int round = 1; round <= 50; round++) {
            log.roundEnded(new RoundProgress(1, 1, round, 50, 1, 1, 61));
            nanoTime += 100_000_000L;
        }

        assertEquals(3, lines.size());
        assertEquals("epoch 1/1 round 1/50: loss 1.00000, 1 images/s, 1:01 left", lines.get(0));
        assertEquals("epoch 1/1 round 21/50: loss 1.00000, 1 images/s, 1:01 left", lines.get(1));
    }

    @Test
    void everyEpochIsToldOfWithItsErrors() {
        log.epochEnded(new EpochMetrics(0, 1, 10, 1000, 0.02, 0.01, 0.011, 3.21, 5000));
        log.epochEnded(new EpochMetrics(0, 2, 10, 1000, 0.02, 0.01, Double.NaN, 3.21, 5000));

        assertEquals(
                List.of(
                        "epoch 1 ended: loss 0.0200000, training error 0.010000, validation error 0.011000,"
                                + " 5,000 images/s, 3.2 s",
                        "epoch 2 ended: loss 0.0200000, training error 0.010000, 5,000 images/s, 3.2 s"),
                lines);
    }

    @Test
    void aResumedTrainingSaysFromWhere() {
        log.resumed(3, 120);

        assertEquals(List.of("resumed from a checkpoint: epoch 3, round 120"), lines);
    }

    @Test
    void aStageIsNamedWhereThereAreSeveral() {
        log.stageBegan(new TrainingStage(1, 3));
        log.resumed(1, 120);
        log.roundEnded(new RoundProgress(1, 2, 3, 47, 0.5, 20123.4, 61));
        log.stageBegan(new TrainingStage(0, 3));
        log.epochEnded(new EpochMetrics(0, 1, 10, 1000, 0.02, 0.01, Double.NaN, 3.21, 5000));

        assertEquals(
                List.of(
                        "layer 1 of 3, resumed from a checkpoint: epoch 1, round 120",
                        "layer 1 of 3, epoch 1/2 round 3/47: loss 0.500000, 20,123 images/s, 1:01 left",
                        "whole graph, epoch 1 ended: loss 0.0200000, training error 0.010000, 5,000 images/s, 3.2 s"),
                lines);
    }
}
