package io.sparcode.model.engine;

import io.sparcode.model.dl4j.DecoupledWeightDecay;
import java.util.List;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What concerns weights, and not biases, beside the loss and the update rule.
 *
 * @param l2 half of it times the sum of the weights' squares is added to the loss
 * @param decay times the learning rate it is the share of each weight that a step takes off
 */
record WeightRule(double l2, double decay) {
    static WeightRule of(List<Regularization> regularizations) throws NotCoveredException {
        double l2 = 0;
        double decay = 0;
        for (Regularization each : regularizations == null ? List.<Regularization>of() : regularizations) {
            if (each.getClass() == L2Regularization.class) {
                // A constant, as DL4J's own builders have it; another schedule is not.
                if (!(((L2Regularization) each).getL2() instanceof org.nd4j.linalg.schedule.FixedSchedule fixed)) {
                    throw new NotCoveredException("a schedule of the weights' penalty");
                }
                l2 += fixed.getValue();
            } else if (each.getClass() == DecoupledWeightDecay.class) {
                decay += ((DecoupledWeightDecay) each).getCoefficient();
            } else {
                throw new NotCoveredException("regularisation " + each);
            }
        }
        return new WeightRule(l2, decay);
    }

    /** Returns the sum of squares, of four sums that the processor forms side by side. */
    static double squares(float[] values, int from, int to) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = from + (to - from & -4);
        for (int i = from; i < whole; i += 4) {
            first += (double) values[i] * values[i];
            second += (double) values[i + 1] * values[i + 1];
            third += (double) values[i + 2] * values[i + 2];
            fourth += (double) values[i + 3] * values[i + 3];
        }
        for (int i = whole; i < to; i++) {
            first += (double) values[i] * values[i];
        }
        return first + second + third + fourth;
    }

    /** Adds the penalty's gradients. */
    static void addGradients(float[] gradients, float[] weights, int from, int to, float l2) {
        for (int i = from; i < to; i++) {
            gradients[i] += l2 * weights[i];
        }
    }

    /** Takes a share off each weight. */
    static void decay(float[] weights, int from, int to, float share) {
        for (int i = from; i < to; i++) {
            weights[i] -= share * weights[i];
        }
    }
}
