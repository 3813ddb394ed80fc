package io.sparcode.model.engine;

import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

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

    /**
     * Updates parameters {@code from} up to {@code to} of the arrays.
     *
     * @param gradients of the minibatch's loss
     * @param state {@link #stateArrays} arrays
     * @param step steps taken before this one
     */
    void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step);

    /** Returns the rule of one of ND4J's updaters. */
    static UpdateRule of(IUpdater updater) throws NotCoveredException {
        if (updater.getClass() == Adam.class) {
            Adam adam = (Adam) updater;
            requireConstant(adam.getLearningRateSchedule() == null);
            return new AdamRule(adam.getLearningRate(), adam.getBeta1(), adam.getBeta2(), (float) adam.getEpsilon());
        }
        if (updater.getClass() == Sgd.class) {
            Sgd sgd = (Sgd) updater;
            requireConstant(sgd.getLearningRateSchedule() == null);
            return new SgdRule((float) sgd.getLearningRate());
        }
        if (updater.getClass() == Nesterovs.class) {
            Nesterovs nesterovs = (Nesterovs) updater;
            requireConstant(nesterovs.getLearningRateSchedule() == null && nesterovs.getMomentumISchedule() == null);
            return new NesterovRule((float) nesterovs.getLearningRate(), (float) nesterovs.getMomentum());
        }
        if (updater.getClass() == AdaDelta.class) {
            AdaDelta adaDelta = (AdaDelta) updater;
            return new AdadeltaRule((float) adaDelta.getRho(), (float) adaDelta.getEpsilon());
        }
        if (updater.getClass() == RmsProp.class) {
            RmsProp rmsProp = (RmsProp) updater;
            requireConstant(rmsProp.getLearningRateSchedule() == null);
            return new RmspropRule(
                    (float) rmsProp.getLearningRate(), (float) rmsProp.getRmsDecay(), (float) rmsProp.getEpsilon());
        }
        if (updater.getClass() == AdaGrad.class) {
            AdaGrad adaGrad = (AdaGrad) updater;
            requireConstant(adaGrad.getLearningRateSchedule() == null);
            return new AdagradRule((float) adaGrad.getLearningRate(), (float) adaGrad.getEpsilon());
        }
        throw new NotCoveredException("optimiser " + updater.getClass().getName());
    }

    private static void requireConstant(boolean constant) throws NotCoveredException {
        if (!constant) {
            throw new NotCoveredException("a schedule of the optimiser");
        }
    }

    /** Adam; the state is the first moments, then the second. */
    record AdamRule(double learningRate, double beta1, double beta2, float epsilon) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 2;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step) {
            double corrected =
                    learningRate * Math.sqrt(1 - Math.pow(beta2, step + 1.0)) / (1 - Math.pow(beta1, step + 1.0));
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
                    (float) corrected,
                    epsilon);
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
    record SgdRule(float learningRate) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 0;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step) {
            float rate = learningRate;
            for (int i = from; i < to; i++) {
                parameters[i] -= rate * gradients[i];
            }
        }
    }

    /** Nesterov's momentum; the state is the velocity. */
    record NesterovRule(float learningRate, float momentum) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 1;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step) {
            nesterov(parameters, gradients, state[0], from, to, learningRate, momentum);
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
    record AdadeltaRule(float rho, float epsilon) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 2;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step) {
            adadelta(parameters, gradients, state[0], state[1], from, to, rho, epsilon);
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
    record RmspropRule(float learningRate, float decay, float epsilon) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 1;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step) {
            rmsprop(parameters, gradients, state[0], from, to, learningRate, decay, epsilon);
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
    record AdagradRule(float learningRate, float epsilon) implements UpdateRule {
        @Override
        public int stateArrays() {
            return 1;
        }

        @Override
        public void update(float[] parameters, float[] gradients, float[][] state, int from, int to, int step) {
            adagrad(parameters, gradients, state[0], from, to, learningRate, epsilon);
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
