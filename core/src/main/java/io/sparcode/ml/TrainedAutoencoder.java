package io.sparcode.ml;

import io.sparcode.image.PixelValues;
import io.sparcode.model.Architecture;
import io.sparcode.model.TensorShape;
import io.sparcode.provenance.Provenance;
import io.sparcode.scoring.ErrorQuantiles;
import io.sparcode.scoring.Scorer;
import io.sparcode.training.EpochMetrics;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a model consists of.
 *
 * @param architecture its graph's description
 * @param inputShape of a record
 * @param targetShape of what it gives for a record: the record's own where that is the target
 * @param targetValues whether images that it gives were bytes or floats in training
 * @param network its graph, with the optimiser's state
 * @param history every epoch's metrics, in order
 * @param trainingErrors the training set's reconstruction errors
 * @param provenance what made it
 */
record TrainedAutoencoder(
        Architecture architecture,
        TensorShape inputShape,
        TensorShape targetShape,
        PixelValues targetValues,
        ComputationGraph network,
        List<EpochMetrics> history,
        ErrorQuantiles trainingErrors,
        Provenance provenance) {
    TrainedAutoencoder {
        history = List.copyOf(history);
    }

    Scorer toScorer() {
        return new Scorer(network, inputShape, targetShape);
    }
}
