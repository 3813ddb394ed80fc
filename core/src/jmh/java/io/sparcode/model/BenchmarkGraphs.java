package io.sparcode.model;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** The autoencoders of 28x28 images that benchmarks compute. */
public final class BenchmarkGraphs {
    private static final String CONVOLUTIONAL =
            "{'encoder':[{'type':'conv2d','filters':16,'kernel':3,'activation':'relu'},{'type':'max-pooling2d','size':2},"
                    + "{'type':'conv2d','filters':8,'kernel':3,'activation':'relu'},{'type':'max-pooling2d','size':2}],"
                    + "'decoder':[{'type':'conv2d','filters':8,'kernel':3,'activation':'relu'},"
                    + "{'type':'upsampling2d','size':2},"
                    + "{'type':'conv2d','filters':16,'kernel':3,'activation':'relu'},"
                    + "{'type':'upsampling2d','size':2},{'type':'conv2d','kernel':3,'activation':'sigmoid'}]}";

    private BenchmarkGraphs() {}

    /**
     * Returns an initialised graph.
     *
     * @param name how many rectified units the code of a dense one has, or {@code conv}: conv 16, pool, conv 8, pool |
     *     conv 8, up, conv 16, up, conv 1
     * @param optimizer {@code sgd}, {@code adam} and so on
     */
    public static ComputationGraph graph(String name, String optimizer) {
        String json = name.equals("conv")
                ? CONVOLUTIONAL
                : "{'encoder':[{'type':'dense','units':" + name + ",'activation':'relu'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}";
        return Architecture.fromJson(json.replace('\'', '"'))
                .toGraph(
                        new TensorShape(1, 28, 28),
                        Optimization.constant(
                                Optimizer.fromJson("{\"name\":\"" + optimizer + "\",\"learning-rate\":0.001}")),
                        1);
    }
}
