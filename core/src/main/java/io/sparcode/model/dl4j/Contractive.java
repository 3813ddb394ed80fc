package io.sparcode.model.dl4j;

import io.sparcode.model.LayerNoise;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link ContractiveLayer}: Rifai et al., "Contractive auto-encoders", 2011. */
public class Contractive extends PassThrough<ContractiveLayer> implements LinkedLayer, LateGradients.Contributor {
    private static final long serialVersionUID = 1;

    private transient ComputationGraph graph;
    private long noiseSeed;

    /** Makes the layer. */
    public Contractive(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public void link(ComputationGraph newGraph) {
        graph = newGraph;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (training && layerConf().projections() > 0) {
            noiseSeed = LayerNoise.next();
        }
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
    }

    @Override
    public void addToGradients() {
        // DL4J divides gradients by the size of the batch after backpropagation.
        jacobian().addGradients(cotangents(), weightOfPass());
    }

    /** The penalty on the batch that was last passed forward; 0 after {@link #clear()}. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        if (input == null) {
            return 0;
        }
        return weightOfPass() * jacobian().squaredNorms(cotangents()) / input.size(0);
    }

    private EncoderJacobian jacobian() {
        return EncoderJacobian.of(graph, layerConf().getLayerName());
    }

    private double weightOfPass() {
        int projections = layerConf().projections();
        return layerConf().weight() / Math.max(1, projections);
    }

    /** Returns what the Jacobian's transpose is applied to, each [batch, size]. */
    private List<INDArray> cotangents() {
        List<INDArray> cotangents = new ArrayList<>();
        if (layerConf().projections() == 0) {
            for (int unit = 0; unit < input.size(1); unit++) {
                INDArray cotangent = Nd4j.zeros(input.dataType(), input.shape());
                cotangent.getColumn(unit).assign(1);
                cotangents.add(cotangent);
            }
            return cotangents;
        }
        int size = (int) input.length();
        float[] signs = new float[size * layerConf().projections()];
        LayerNoise.signs(noiseSeed, signs, signs.length);
        INDArray all = Nd4j.createFromArray(signs)
                .castTo(input.dataType())
                .reshape(layerConf().projections(), input.size(0), input.size(1));
        for (int projection = 0; projection < layerConf().projections(); projection++) {
            cotangents.add(all.slice(projection).dup());
        }
        return cotangents;
    }
}
