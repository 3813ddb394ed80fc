package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    /** 10,000 records in steps of 100, whoever takes them. */
    private static final TrainingLength LENGTH = new TrainingLength(10_000, 100);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"constant","warm-up":1000}              |  0 | 0.05
        {"type":"constant","warm-up":1000}              |  4 | 0.25
        {"type":"constant","warm-up":1000}              |  9 | 0.5
        {"type":"constant","warm-up":1000}              | 99 | 0.5
        {"type":"constant","warm-up":150}               |  0 | 0.33333333333333
        {"type":"constant","warm-up":150}               |  1 | 0.5
        {"type":"step","factor":0.1,"every":2000}       |  0 | 0.5
        {"type":"step","factor":0.1,"every":2000}       | 19 | 0.5
        {"type":"step","factor":0.1,"every":2000}       | 20 | 0.05
        {"type":"step","factor":0.1,"every":2000}       | 40 | 0.005
        {"type":"step","factor":0.1,"every":2000,"warm-up":500} | 24 | 0.5
        {"type":"step","factor":0.1,"every":2000,"warm-up":500} | 25 | 0.05
        {"type":"exponential","factor":0.25,"every":2000} |  0 | 0.5
        {"type":"exponential","factor":0.25,"every":2000} | 10 | 0.25
        {"type":"exponential","factor":0.25,"every":2000} | 20 | 0.125
        "cosine"                                        |  0 | 0.5
        "cosine"                                        | 50 | 0.25
        "cosine"                                        | 100 | 0
        "cosine"                                        | 120 | 0
        {"type":"cosine","final-fraction":0.2,"warm-up":2000} | 20 | 0.5
        {"type":"cosine","final-fraction":0.2,"warm-up":2000} | 60 | 0.3
        {"type":"cosine","final-fraction":0.2,"warm-up":2000} | 100 | 0.1
        """)
    void theLearningRateFollowsTheStepsTaken(String json, int step, double expected) {
        Schedule schedule = Schedule.fromJson(json);
        assertEquals(expected, schedule.toDl4j(0.5, LENGTH).valueAt(step, 0), 1e-12);
        assertEquals(schedule, Schedule.fromJson(schedule.toJson()));
    }

    @Test
    void aScheduleMeansTheSameRecordsForAnyNumberOfWorkers() {
        Schedule schedule = new Schedule.Exponential(0.5, 3000, 500L);
        TrainingLength ofFour = new TrainingLength(10_000, 400);
        for (int records = 1000; records <= 10_000; records += 400) {
            assertEquals(
                    schedule.toDl4j(1, LENGTH).valueAt(records / 100, 0),
                    schedule.toDl4j(1, ofFour).valueAt(records / 400, 0),
                    1 - Math.pow(0.5, 0.1));
        }
    }

    @Test
    void theGraphsConfigurationKeepsScheduleClippingAndDecay() {
        Optimization optimization = new Optimization(
                new Optimizer.AdamW(0.5, 0.9, 0.999, 1e-7, 0.1),
                new Schedule.Cosine(0.2, 2000L),
                new GradientClipping.ByNorm(3),
                LENGTH);
        String json = Architecture.fromJson("{\"encoder\":[{\"type\":\"dense\",\"units\":2}],\"decoder\":\"mirror\","
                        + "\"penalties\":[{\"type\":\"weight-l2\",\"weight\":0.01}]}")
                .toGraph(TensorShape.vector(3), optimization, 1)
                .getConfiguration()
                .toJson();
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
        BaseLayer layer = (BaseLayer) ((LayerVertex) read.getVertices().get("encoder-0"))
                .getLayerConf()
                .getLayer();
        assertEquals(optimization.toUpdater(), layer.getIUpdater());
        assertEquals(0.3, layer.getIUpdater().getLearningRate(60, 0), 1e-12);
        assertEquals(
                optimization.optimizer().regularizations().get(0),
                layer.getRegularization().get(0));
        assertEquals(2, layer.getRegularization().size());
        assertEquals(3, layer.getGradientNormalizationThreshold());
    }

    @Test
    void aScheduleThatDoesNotFitIsRefused() {
        ArchitectureException refused = assertThrows(
                ArchitectureException.class,
                () -> new Optimization(
                        new Optimizer.Adadelta(), new Schedule.Cosine(), new GradientClipping.None(), LENGTH));
        assertEquals(
                "schedule must be constant without warm-up for adadelta, which has no learning rate, was"
                        + " {\"type\":\"cosine\",\"final-fraction\":0.0,\"warm-up\":0}",
                refused.getMessage());
        refused = assertThrows(
                ArchitectureException.class,
                () -> new Optimization(
                        new Optimizer.Adam(), new Schedule.Cosine(0, 10_000L), new GradientClipping.None(), LENGTH));
        assertEquals(
                "schedule.warm-up must be less than the 10000 records of the training, or of a stage of it, was 10000",
                refused.getMessage());
    }
}
