package io.sparcode.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.Dl4jEngine;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.model.engine.RecordsAtATime;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record's numbers are the same bit for bit whatever else is in its batch, how much, and where it lies among it. */
@NativeNumerics
class RecordIndependenceTest {
    private static final TensorShape IMAGE = new TensorShape(3, 8, 8);
    /** A full part of a batch and a little of the next. */
    private static final int RECORDS = RecordsAtATime.MOST + 3;
    /** DL4J's graph takes fewer at a time, and longer. */
    private static final int FEWER_RECORDS = 35;

    private static final String SIGMOID = "'decoder':{'type':'mirror','output-activation':'sigmoid'}}";
    private static final String CONTRACTIVE =
            "{'penalties':[{'type':'contractive','weight':0.1}],'encoder':[{'type':'conv2d','filters':5,'kernel':3,"
                    + "'activation':'tanh'},{'type':'dense','units':10,'activation':'tanh'}]," + SIGMOID;
    private static final String VARIATIONAL = "{'loss':'binary-cross-entropy','encoder':[{'type':'dense','units':20,"
            + "'activation':'relu'},{'type':'variational','units':3}]," + SIGMOID;
    private static final String TRANSPOSED =
            "{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'activation':'tanh'},{'type':'max-pooling2d','size':2}],"
                    + "'decoder':[{'type':'conv2d-transpose','filters':4,'kernel':3,'stride':2,'activation':'relu'},"
                    + "{'type':'dense','activation':'sigmoid'}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'encoder':[{'type':'dense','units':70,'activation':'relu'}]," + SIGMOID,
                "{'encoder':[{'type':'dense','units':13,'activation':'sigmoid'},"
                        + "{'type':'dense','units':1,'activation':'tanh'}]," + SIGMOID,
                "{'encoder':[{'type':'dense','units':16,'activation':'leaky-relu'},{'type':'k-sparse','k':3}],"
                        + SIGMOID,
                "{'encoder':[{'type':'dense','units':9,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied','output-activation':'sigmoid'}}",
                "{'encoder':[{'type':'concrete','units':12}],'decoder':[{'type':'dense','units':20,'activation':'relu'},"
                        + "{'type':'dense','activation':'sigmoid'}]}",
                "{'encoder':[{'type':'conv2d','filters':16,'kernel':3,'activation':'relu'},{'type':'max-pooling2d','size':2},"
                        + "{'type':'conv2d','filters':8,'kernel':3,'activation':'relu'},{'type':'max-pooling2d','size':2}],"
                        + SIGMOID,
                "{'encoder':[{'type':'batch-normalization'},{'type':'conv2d','filters':5,'kernel':3},"
                        + "{'type':'batch-normalization','activation':'tanh'},{'type':'average-pooling2d','size':2},"
                        + "{'type':'dense','units':10},{'type':'batch-normalization','activation':'tanh'}]," + SIGMOID,
                TRANSPOSED,
                VARIATIONAL
            })
    void byOneDnn(String json) {
        Network network = new Network(json);
        NetworkEngine engine = NetworkEngine.of(network.configuration());
        assertEquals("oneDNN", engine.name());
        network.requireIndependence(engine, RECORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'encoder':[{'type':'dense','units':70,'activation':'relu'}]," + SIGMOID,
                TRANSPOSED,
                VARIATIONAL,
                CONTRACTIVE
            })
    void byDl4j(String json) {
        Network network = new Network(json);
        network.requireIndependence(new Dl4jEngine(network.configuration()), FEWER_RECORDS);
    }

    @Test
    void aGraphThatOneDnnDoesNotCoverIsComputedByDl4j() {
        assertEquals(
                "DL4J",
                NetworkEngine.of(new Network(CONTRACTIVE).configuration()).name());
    }

    /** One architecture's graph, with the parameters that it begins with. */
    private record Network(Architecture architecture, ComputationGraph graph) {
        Network(String json) {
            this(Architecture.fromJson(json.replace('\'', '"')));
        }

        Network(Architecture architecture) {
            this(architecture, architecture.toGraph(IMAGE, Optimization.constant(new Optimizer.Adam()), 1));
        }

        String configuration() {
            return graph.getConfiguration().toJson();
        }

        void requireIndependence(NetworkEngine engine, int records) {
            engine.load(Dl4jEngine.stateOf(graph), 1);
            double[][] alone = new double[records][];
            for (int record = 0; record < records; record++) {
                alone[record] = scores(engine, new int[] {record}, 1)[0];
            }
            for (int count = 1; count <= records; count++) {
                requireSame(alone, engine, count, count, count);
            }
            // With the other half of the places, which the smaller batches have no room for.
            for (int first = 0; first <= records / 2; first++) {
                requireSame(alone, engine, first, records, 2 * records);
            }
        }

        private void requireSame(double[][] alone, NetworkEngine engine, int first, int count, int capacity) {
            int[] numbers = IntStream.range(first, first + count)
                    .map(number -> number % alone.length)
                    .toArray();
            double[][] scores = scores(engine, numbers, capacity);
            for (int place = 0; place < count; place++) {
                assertArrayEquals(
                        alone[numbers[place]], scores[place], "place " + place + " of " + count + " of " + capacity);
            }
        }

        private double[][] scores(NetworkEngine engine, int[] numbers, int capacity) {
            RecordBatch batch = images(numbers, capacity);
            NetworkEngine.Reconstruction made = engine.reconstruct(batch, EnumSet.allOf(Wanted.class));
            NetworkEngine.Reconstruction decoded = engine.decode(made.codes(), batch, EnumSet.allOf(Wanted.class));
            LatentScores.LatentScore[] latent = architecture.isVariational()
                    ? new LatentScores(new LatentScoring(architecture.toJson(), true, 3)).of(engine, batch, made)
                    : null;
            double[][] scores = new double[numbers.length][];
            for (int record = 0; record < numbers.length; record++) {
                DoubleStream.Builder all = DoubleStream.builder();
                int units = made.codes().length / numbers.length;
                for (int i = record * units; i < (record + 1) * units; i++) {
                    all.add(made.codes()[i]);
                }
                if (latent != null) {
                    all.add(latent[record].deviations()[0])
                            .add(latent[record].divergence())
                            .add(latent[record].bound())
                            .add(latent[record].logLikelihood());
                }
                for (NetworkEngine.Reconstruction each : List.of(made, decoded)) {
                    for (int i = record * IMAGE.size(); i < (record + 1) * IMAGE.size(); i++) {
                        all.add(each.values()[i]);
                    }
                    all.add(each.meanSquaredErrors()[record]).add(each.crossEntropies()[record]);
                }
                scores[record] = all.build().toArray();
            }
            return scores;
        }
    }

    private static RecordBatch images(int[] numbers, int capacity) {
        RecordBatch batch = RecordBatch.ofImages(capacity, 3, IMAGE.size());
        for (int number : numbers) {
            int offset = batch.add();
            SplittableRandom random = new SplittableRandom(number);
            for (int i = 0; i < IMAGE.size(); i++) {
                batch.bytes()[offset + i] = (byte) random.nextInt(256);
            }
        }
        return batch;
    }
}
