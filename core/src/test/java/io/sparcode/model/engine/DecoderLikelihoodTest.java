package io.sparcode.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.FloatTransfer;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives of known values' likelihoods by codes against central differences, and values against the fast engine's. */
@NativeNumerics
class DecoderLikelihoodTest {
    private static final TensorShape SHAPE = new TensorShape(2, 6, 6);
    private static final int RECORDS = 3;
    private static final float STEP = 2e-3f;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'encoder':[{'type':'dense','units':9,'activation':'tanh'},{'type':'variational','units':4}],"
                        + "'decoder':[{'type':'dense','units':9,'activation':'tanh'},"
                        + "{'type':'dense','activation':'sigmoid'}],'loss':'binary-cross-entropy'}",
                "{'encoder':[{'type':'dense','units':5,'activation':'sigmoid'}],"
                        + "'decoder':[{'type':'dense','activation':'sigmoid'}]}",
                "{'encoder':[{'type':'dense','units':5,'activation':'tanh'}],'decoder':[{'type':'dense'}],"
                        + "'loss':{'type':'gaussian','sigma':0.5},"
                        + "'penalties':[{'type':'activity-l1','weight':0.05,'reduction':'sum'}]}",
                "{'encoder':[{'type':'dense','units':6,'activation':'tanh'},"
                        + "{'type':'dense','units':3,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied','output-activation':'sigmoid'}}",
                "{'encoder':[{'type':'conv2d','filters':2,'kernel':3,'border':'same','activation':'tanh'},"
                        + "{'type':'max-pooling2d','size':2}],"
                        + "'decoder':[{'type':'conv2d','filters':3,'kernel':3,'border':'same','activation':'tanh'},"
                        + "{'type':'batch-normalization'},{'type':'upsampling2d','size':2},"
                        + "{'type':'dropout','rate':0.5},"
                        + "{'type':'conv2d','kernel':3,'border':'same','activation':'sigmoid'}],"
                        + "'loss':'half-squared-norm'}",
                "{'encoder':[{'type':'dense','units':8,'activation':'tanh'}],"
                        + "'decoder':[{'type':'dense','units':18,'activation':'tanh'},"
                        + "{'type':'batch-normalization'},"
                        + "{'type':'reshape','channels':2,'height':3,'width':3},"
                        + "{'type':'conv2d-transpose','filters':2,'kernel':2,'stride':2,'activation':'sigmoid'}],"
                        + "'loss':'binary-cross-entropy'}"
            })
    void derivativesAreThoseOfCentralDifferences(String json) {
        Architecture architecture = Architecture.fromJson(json.replace('\'', '"'));
        ComputationGraph graph = graph(architecture);
        String configuration = graph.getConfiguration().toJson();
        NetworkState state = new NetworkState(FloatTransfer.read(graph.params()), new float[0], 0);
        DecoderLikelihood likelihood = new DecoderLikelihood(graph, architecture.loss());
        Random random = new Random(5);
        float[] codes = uniform(random, RECORDS * architecture.codeShape(SHAPE).size());
        float[] targets = uniform(random, RECORDS * SHAPE.size());
        boolean[] known = new boolean[SHAPE.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = random.nextInt(3) > 0;
        }

        RecordBatch unnamed = RecordBatch.ofVectors(RECORDS, SHAPE.size());
        unnamed.removeTarget();
        for (int record = 0; record < RECORDS; record++) {
            unnamed.add();
        }
        float[] decoded = likelihood.decode(codes, RECORDS);
        for (NetworkEngine engine : List.of(NetworkEngine.of(configuration), new Dl4jEngine(configuration))) {
            engine.load(state, 1);
            assertArrayEquals(
                    engine.decode(codes, unnamed, Set.of(Wanted.VALUES)).values(), decoded, 1e-4f, engine.name());
        }
        float[] gradients = likelihood.gradients(codes, targets, known);

        double difference = 0;
        double norm = 0;
        for (int i = 0; i < codes.length; i++) {
            double numeric = difference(likelihood, codes, targets, known, i);
            difference += Math.pow(numeric - gradients[i], 2);
            norm += Math.pow(numeric, 2);
        }
        double relative = Math.sqrt(difference / norm);
        assertTrue(norm > 1e-4, "derivatives of norm " + Math.sqrt(norm));
        assertTrue(relative < 5e-3, "derivatives differ by " + relative);
    }

    private static double difference(
            DecoderLikelihood likelihood, float[] codes, float[] targets, boolean[] known, int at) {
        double[] sums = new double[2];
        for (int side = 0; side < 2; side++) {
            float[] moved = codes.clone();
            moved[at] += side == 0 ? -STEP : STEP;
            for (double loss : likelihood.losses(likelihood.decode(moved, RECORDS), targets, known)) {
                sums[side] += loss;
            }
        }
        return (sums[1] - sums[0]) / (2 * STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'encoder':[{'type':'dense','units':7}],'decoder':{'type':'mirror','output-activation':'tanh'}}",
                "{'encoder':[{'type':'dense','units':8,'activation':'tanh'}],"
                        + "'decoder':[{'type':'dense','units':18,'activation':'tanh'},"
                        + "{'type':'batch-normalization'},"
                        + "{'type':'reshape','channels':2,'height':3,'width':3},"
                        + "{'type':'conv2d-transpose','filters':2,'kernel':2,'stride':2,'activation':'sigmoid'}],"
                        + "'loss':'binary-cross-entropy'}"
            })
    void aRecordComesToTheSameWhateverTheOthersAreAndWhereItLies(String json) {
        Architecture architecture = Architecture.fromJson(json.replace('\'', '"'));
        DecoderLikelihood likelihood = new DecoderLikelihood(graph(architecture), architecture.loss());
        int many = 2 * RecordsAtATime.BY_DL4J + 3;
        int units = architecture.codeShape(SHAPE).size();
        boolean[] known = new boolean[SHAPE.size()];
        Arrays.fill(known, 0, 5, true);
        Random random = new Random(5);
        float[] codes = uniform(random, many * units);
        float[] targets = uniform(random, many * known.length);
        float[][] alone = new float[many][];
        for (int record = 0; record < many; record++) {
            alone[record] = decodingAndGradients(likelihood, record, 1, codes, targets, known)[0];
        }
        for (int count = 1; count <= many; count++) {
            float[][] among = decodingAndGradients(likelihood, many - count, count, codes, targets, known);
            for (int place = 0; place < count; place++) {
                assertArrayEquals(alone[many - count + place], among[place], "place " + place + " of " + count);
            }
        }
    }

    private static float[][] decodingAndGradients(
            DecoderLikelihood likelihood, int first, int count, float[] codes, float[] targets, boolean[] known) {
        int size = known.length;
        int units = codes.length / (targets.length / size);
        float[] some = Arrays.copyOfRange(codes, first * units, (first + count) * units);
        float[] decoded = likelihood.decode(some, count);
        float[] gradients =
                likelihood.gradients(some, Arrays.copyOfRange(targets, first * size, (first + count) * size), known);
        float[][] rows = new float[count][size + units];
        for (int record = 0; record < count; record++) {
            System.arraycopy(decoded, record * size, rows[record], 0, size);
            System.arraycopy(gradients, record * units, rows[record], size, units);
        }
        return rows;
    }

    @Test
    void aCodeBeforeADrawIsRefused() {
        Architecture architecture = Architecture.fromJson("""
                {"encoder": [{"type": "dense", "units": 9}, {"type": "variational", "units": 4}],
                 "decoder": [{"type": "dense", "activation": "sigmoid"}],
                 "loss": "binary-cross-entropy", "code-layer": "encoder-0"}""");
        ComputationGraph graph = graph(architecture);

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new DecoderLikelihood(graph, architecture.loss()));

        assertEquals(
                "vertex encoder-1-sample after the code draws random numbers; the code must be its draw",
                refused.getMessage());
    }

    private static ComputationGraph graph(Architecture architecture) {
        return architecture.toGraph(
                SHAPE, Optimization.constant(Optimizer.fromJson("{\"name\": \"adam\", \"learning-rate\": 0.001}")), 7);
    }

    private static float[] uniform(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
