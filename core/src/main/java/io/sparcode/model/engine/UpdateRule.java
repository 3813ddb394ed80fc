package io.sparcode.model.engine;

import io.sparcode.model.dl4j.LearningRateSchedule;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How parameters follow from gradients, as ND4J's updaters have it. One index runs over all arrays, without which the
 * compiler does not vectorise the loops.
 */
sealed interface UpdateRule {
    /**
     * Makes gradients 0 that are all but 0, as a dead unit's or an always black pixel's are: their squares would be denormal
     * numbers, with which arithmetic is a hundred times as slow. Others are rounded to multiples of 7e-18, far below what
     * an optimiser's epsilon lets through.
     */
    static void flushGradients(float[] gradients, int from, int to) {
        float large = 1e-10f;
        for (int i = from; i < to; i++) {
            gradients[i] = gradients[i] + large - large;
        }
    }

    /**
     * Returns a state's value, or 0 where it is all but 0. Without new gradients it decays to a denormal number, and is
     * then rounded back to the same one for ever after.
     */
    private static float flushed(float value) {
        float large = 1e-26f;
        return value + large - large;
    }

    /** As {@link #flushed}, for means of squares. */
    private static float flushedSquare(float value) {
        float large = 1e-30f;
        return value + large - large;
    }

    /** Returns how many values the state has for each parameter. */
    int stateArrays();

    /** Returns ND4J's form of the rule, which knows the learning rate's schedule. */
    IUpdater updater();

    /** Returns the learning rate of a step before which {@code step} have been taken. */
    default double learningRate(int step) {
        return updater().getLearningRate(step, 0);
    }

    /** Returns what a step is scaled by: the learning rate, corrected where the rule does so. */
    default double rate(int step) {
        return learningRate(step);
    }

    /**
     * Updates parameters {@code from} up to {@code to} of the arrays.
     *
     * @param gradients of the minibatch's loss
     * @param state {@link #stateArrays} arrays
     * @param rate what {@link #rate} says of the step
     */
    void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate);

    /** Returns the rule of one of ND4J's updaters. */
    static UpdateRule of(IUpdater updater) throws NotCoveredException {
        if (updater.getClass() == Adam.class) {
            requireKnown(((Adam) updater).getLearningRateSchedule());
            return new AdamRule((Adam) updater);
        }
        if (updater.getClass() == Sgd.class) {
            requireKnown(((Sgd) updater).getLearningRateSchedule());
            return new SgdRule((Sgd) updater);
        }
        if (updater.getClass() == Nesterovs.class) {
            requireKnown(((Nesterovs) updater).getLearningRateSchedule());
            requireKnown(((Nesterovs) updater).getMomentumISchedule());
            return new NesterovRule((Nesterovs) updater);
        }
        if (updater.getClass() == AdaDelta.class) {
            return new AdadeltaRule((AdaDelta) updater);
        }
        if (updater.getClass() == RmsProp.class) {
            requireKnown(((RmsProp) updater).getLearningRateSchedule());
            return new RmspropRule((RmsProp) updater);
        }
        if (updater.getClass() == AdaGrad.class) {
            requireKnown(((AdaGrad) updater).getLearningRateSchedule());
            return new AdagradRule((AdaGrad) updater);
        }
        throw new NotCoveredException("optimiser " + updater.getClass().getName());
    }

    /** Others may depend on the epoch, which engines do not know. */
    private static void requireKnown(ISchedule schedule) throws NotCoveredException {
        if (schedule != null && schedule.getClass() != LearningRateSchedule.class) {
            throw new NotCoveredException("a schedule of class " + schedule.getClass());
        }
    }

    /** Adam; the state is the first moments, then the second. */
    record AdamRule(Adam updater) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 2;
        }

        @Override
        public double rate(int step) {
            return learningRate(step)
                    * Math.sqrt(1 - Math.pow(updater.getBeta2(), step + 1.0))
                    / (1 - Math.pow(updater.getBeta1(), step + 1.0));
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate) {
            double beta1 = updater.getBeta1();
            double beta2 = updater.getBeta2();
            adam(
                    parameters,
                    gradients,
                    state[0],
                    state[1],
                    from,
                    to,
                    (float) beta1,
                    (float) (1 - beta1),
                    (float) beta2,
                    (float) (1 - beta2),
                    rate,
                    (float) updater.getEpsilon());
        }

        private static void adam(
                float[] p,
                float[] g,
                float[] m,
                float[] v,
                int from,
                int to,
                float b1,
                float c1,
                float b2,
                float c2,
                float rate,
                float epsilon) {
            for (int i = from; i < to; i++) {
                float first = flushed(b1 * m[i] + c1 * g[i]);
                float second = flushedSquare(b2 * v[i] + c2 * g[i] * g[i]);
                m[i] = first;
                v[i] = second;
                p[i] -= rate * first / ((float) Math.sqrt(second) + epsilon);
            }
        }
    }

    /** Plain gradient descent, without a state. */
    record SgdRule(Sgd updater) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 0;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate) {
            for (int i = from; i < to; i++) {
                parameters[i] -= rate * gradients[i];
            }
        }
    }

    /** Nesterov's momentum; the state is the velocity. */
    record NesterovRule(Nesterovs updater) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 1;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate) {
            nesterov(parameters, gradients, state[0], from, to, rate, (float) updater.getMomentum());
        }

        private static void nesterov(float[] p, float[] g, float[] velocity, int from, int to, float rate, float mu) {
            for (int i = from; i < to; i++) {
                float before = mu * velocity[i];
                float after = flushed(before - rate * g[i]);
                velocity[i] = after;
                p[i] -= before - (1 + mu) * after;
            }
        }
    }

    /** Adadelta; the state is the mean square of gradients, then that of updates. */
    record AdadeltaRule(AdaDelta updater) implements UpdateRule {
        @Override
        public double learningRate(int step) {
            return 1;
        }

        @Override
        public int stateArrays() {
            return 2;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate) {
            adadelta(parameters, gradients, state[0], state[1], from, to, (float) updater.getRho(), (float)
                    updater.getEpsilon());
        }

        private static void adadelta(
                float[] p, float[] g, float[] squares, float[] updates, int from, int to, float rho, float epsilon) {
            for (int i = from; i < to; i++) {
                float square = flushedSquare(rho * squares[i] + (1 - rho) * g[i] * g[i]);
                float update = g[i] * (float) Math.sqrt(updates[i] + epsilon) / (float) Math.sqrt(square + epsilon);
                squares[i] = square;
                updates[i] = flushedSquare(rho * updates[i] + (1 - rho) * update * update);
                p[i] -= update;
            }
        }
    }

    /** RMSProp; the state is the mean square of gradients. */
    record RmspropRule(RmsProp updater) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 1;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate) {
            rmsprop(parameters, gradients, state[0], from, to, rate, (float) updater.getRmsDecay(), (float)
                    updater.getEpsilon());
        }

        private static void rmsprop(
                float[] p, float[] g, float[] squares, int from, int to, float rate, float decay, float epsilon) {
            for (int i = from; i < to; i++) {
                float square = flushedSquare(decay * squares[i] + (1 - decay) * g[i] * g[i]);
                squares[i] = square;
                p[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
            }
        }
    }

    /** AdaGrad; the state is the sum of squared gradients. */
    record AdagradRule(AdaGrad updater) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 1;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, float rate) {
            adagrad(parameters, gradients, state[0], from, to, rate, (float) updater.getEpsilon());
        }

        private static void adagrad(
                float[] p, float[] g, float[] squares, int from, int to, float rate, float epsilon) {
            for (int i = from; i < to; i++) {
                float square = flushedSquare(squares[i] + g[i] * g[i]);
                squares[i] = square;
                p[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
            }
        }
    }
}
