package io.sparcode.model.engine;

import java.util.List;

/**
 * A layer as calls, native ones but for updates.
 *
 * @param output what the layer gives
 * @param forward calls, in order, that compute it
 * @param backward calls, in order, that compute the gradients and update the parameters; empty where there are
 *     none to compute
 */
record CallSequence(Tensor output, List<Call> forward, List<Call> backward) implements Operation {
    @Override
    public void runForward() {
        forward.forEach(Call::run);
    }

    @Override
    public void runBackward() {
        backward.forEach(Call::run);
    }
}
