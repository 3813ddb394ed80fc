package io.sparcode.model.engine;

import java.util.List;

/**
 * A layer as native calls.
 *
 * @param output what the layer gives
 * @param forward calls, in order, that compute it
 * @param backward calls, in order, that compute the gradients; empty where there are none to compute
 */
record CallSequence(Tensor output, List<PrimitiveCall> forward, List<PrimitiveCall> backward) implements Operation {
    @Override
    public void runForward() {
        forward.forEach(PrimitiveCall::run);
    }

    @Override
    public void runBackward() {
        backward.forEach(PrimitiveCall::run);
    }
}
