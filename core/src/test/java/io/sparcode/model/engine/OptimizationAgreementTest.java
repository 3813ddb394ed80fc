package io.sparcode.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import io.sparcode.model.TensorShape;
import io.sparcode.model.TrainingLength;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules, decay, penalties on weights and clipping of both engines, as {@link EngineAgreement} compares them. */
@NativeNumerics
class OptimizationAgreementTest {
    private static final TrainingLength LENGTH = new TrainingLength(9 * 45, 9);

    private static ComputationGraph dense(String optimizer, String schedule, String clipping, String penalties) {
        return EngineAgreement.architecture("{'encoder':[{'type':'dense','units':6,'activation':'tanh'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},'penalties':[" + penalties + "]}")
                .toGraph(
                        TensorShape.vector(30),
                        new Optimization(
                                Optimizer.fromJson(optimizer.replace('\'', '"')),
                                Schedule.fromJson(schedule.replace('\'', '"')),
                                GradientClipping.fromJson(clipping.replace('\'', '"')),
                                LENGTH),
                        1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'sgd','learning-rate':0.5} | {'type':'constant','warm-up':100}",
                "{'name':'nesterov','learning-rate':0.05} | {'type':'step','factor':0.3,'every':90,'warm-up':60}",
                "{'name':'adam','learning-rate':0.01} | {'type':'exponential','factor':0.3,'every':200}",
                "{'name':'adam-w','learning-rate':0.01,'weight-decay':0.5} | {'type':'cosine','warm-up':50}",
                "{'name':'rmsprop','learning-rate':0.001} | {'type':'cosine','final-fraction':0.1}",
                "{'name':'adagrad','learning-rate':0.01} | {'type':'step','factor':0.5,'every':100}"
            })
    void schedules(String optimizer, String schedule) {
        EngineAgreement.agree(dense(optimizer, schedule, "'none'", ""), EngineAgreement.vectors(9, 30));
    }

    @Test
    void decoupledWeightDecay() {
        EngineAgreement.agree(
                dense("{'name':'adam-w','learning-rate':0.01,'weight-decay':2}", "'constant'", "'none'", ""),
                EngineAgreement.vectors(9, 30));
    }

    /** Where gradients are all but 0, weights, but not biases, become 1 - learning rate * decay of what they were. */
    @Test
    void decayIsTheLearningRateTimesTheCoefficient() {
        ComputationGraph graph = dense(
                "{'name':'adam-w','learning-rate':0.25,'weight-decay':0.5,'epsilon':1e9}", "'constant'", "'none'", "");
        NetworkState start = Dl4jEngine.stateOf(graph);
        float[] parameters = start.parameters().clone();
        // The first layer's biases, after 6 times 30 weights.
        Arrays.fill(parameters, 180, 186, 0.5f);
        for (NetworkEngine engine : List.of(
                NetworkEngine.of(graph.getConfiguration().toJson()),
                new Dl4jEngine(graph.getConfiguration().toJson()))) {
            engine.load(new NetworkState(parameters, new float[0], 0), 1);
            train(engine, 0, 1);
            float[] after = engine.parameters();
            assertEquals(0.875f * parameters[7], after[7], 1e-6);
            assertEquals(0.5f, after[180], 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "adam-w", "adadelta"})
    void penaltiesOnWeights(String optimizer) {
        EngineAgreement.agree(
                dense(
                        "'" + optimizer + "'",
                        "'constant'",
                        "'none'",
                        "{'type':'weight-l2','weight':0.05},{'type':'activity-l1','weight':0.01},"
                                + "{'type':'weight-l2','weight':0.01}"),
                EngineAgreement.vectors(9, 30));
    }

    @Test
    void aClippedGradientIsThatOfTheMeanOverTheRecordsAndHasTheThresholdsNorm() {
        ComputationGraph graph =
                dense("{'name':'sgd','learning-rate':1}", "'constant'", "{'type':'by-norm','threshold':0.001}", "");
        NetworkState start = Dl4jEngine.stateOf(graph);
        for (NetworkEngine engine : List.of(
                NetworkEngine.of(graph.getConfiguration().toJson()),
                new Dl4jEngine(graph.getConfiguration().toJson()))) {
            engine.load(start, 1);
            train(engine, 0, 1);
            float[] after = engine.parameters();
            assertEquals(0.001, norm(start.parameters(), after, 0, 186), 1e-6);
            assertEquals(0.001, norm(start.parameters(), after, 186, after.length), 1e-6);
        }
    }

    private static double norm(float[] before, float[] after, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += Math.pow(after[i] - before[i], 2);
        }
        return Math.sqrt(squares);
    }

    @ParameterizedTest
    @CsvSource({"by-value, 0.003", "by-value, 10", "by-norm, 0.05", "by-norm, 0.1", "by-norm, 10"})
    void clipping(String kind, double threshold) {
        EngineAgreement.agree(
                dense(
                        "{'name':'sgd','learning-rate':0.5}",
                        "'constant'",
                        "{'type':'" + kind + "','threshold':" + threshold + "}",
                        "{'type':'weight-l2','weight':0.01}"),
                EngineAgreement.vectors(9, 30));
    }

    @Test
    void clippingOfLayersWhoseGradientsOtherwiseComeInParts() {
        EngineAgreement.agree(
                EngineAgreement.architecture("{'encoder':[{'type':'dense','units':500,'activation':'tanh'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}")
                        .toGraph(
                                TensorShape.vector(600),
                                new Optimization(
                                        new Optimizer.Sgd(0.5),
                                        new Schedule.Constant(),
                                        new GradientClipping.ByNorm(0.02),
                                        LENGTH),
                                1),
                EngineAgreement.vectors(9, 600));
    }

    @Test
    void clippingAndPenaltiesOfConvolutions() {
        EngineAgreement.agree(
                EngineAgreement.architecture("{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'activation':'tanh'},"
                                + "{'type':'max-pooling2d','size':2}],"
                                + "'decoder':[{'type':'upsampling2d','size':2},"
                                + "{'type':'conv2d','kernel':3,'activation':'sigmoid'}],"
                                + "'penalties':[{'type':'weight-l2','weight':0.02}]}")
                        .toGraph(
                                new TensorShape(3, 8, 8),
                                new Optimization(
                                        new Optimizer.AdamW(),
                                        new Schedule.Cosine(),
                                        new GradientClipping.ByNorm(0.05),
                                        LENGTH),
                                1),
                EngineAgreement.images(7, 3, 64));
    }

    /** A round starts from a state that came from elsewhere: so does a training that goes on from a checkpoint. */
    @Test
    void aScheduleGoesOnFromTheStepsOfALoadedState() {
        String configuration = dense(
                        "{'name':'adam','learning-rate':0.01}", "{'type':'cosine','warm-up':50}", "'none'", "")
                .getConfiguration()
                .toJson();
        NetworkState start = Dl4jEngine.stateOf(
                dense("{'name':'adam','learning-rate':0.01}", "{'type':'cosine','warm-up':50}", "'none'", ""));
        for (NetworkEngine engine : List.of(NetworkEngine.of(configuration), new Dl4jEngine(configuration))) {
            engine.load(start, 1);
            train(engine, 0, 20);
            NetworkState half = engine.state();
            assertEquals(20, half.steps());
            train(engine, 20, 40);
            NetworkState whole = engine.state();
            engine.load(start, 1);
            train(engine, 0, 3);
            engine.load(half, 1);
            train(engine, 20, 40);
            assertArrayEquals(whole.parameters(), engine.state().parameters());
            assertArrayEquals(whole.updaterState(), engine.state().updaterState());
        }
    }

    private static void train(NetworkEngine engine, int from, int to) {
        RecordBatch batch = EngineAgreement.vectors(9, 30);
        for (int step = from; step < to; step++) {
            batch.clear();
            SplittableRandom random = new SplittableRandom(step);
            for (int record = 0; record < 9; record++) {
                int offset = batch.add();
                for (int i = 0; i < 30; i++) {
                    batch.floats()[offset + i] = (float) random.nextDouble();
                }
            }
            engine.train(List.of(batch).iterator());
        }
    }
}
