package io.sparcode.training;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a training gives.
 *
 * @param network the averaged network, its updater's state included
 * @param history every epoch's metrics, in order
 * @param stoppedEarly whether early stopping ended it
 */
public record TrainedNetwork(ComputationGraph network, List<EpochMetrics> history, boolean stoppedEarly) {}
