package io.sparcode.model.engine;

import io.sparcode.model.engine.ChainLayer.Block;
import io.sparcode.model.engine.ChainLayer.Block.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Where DL4J's flat updater state keeps what belongs to each parameter. Parameters in a row that have an optimiser share a
 * stretch, in which its first array comes before its second; running statistics, which have none, end a stretch.
 */
final class UpdaterLayout {
    private final List<Piece> pieces = new ArrayList<>();
    private int length;

    /**
     * Part of one array.
     *
     * @param slice of the parameters
     * @param array of the optimiser's state
     * @param from first place in the slice
     * @param position in the flat state
     * @param count of values
     */
    record Piece(int slice, int array, int from, int position, int count) {}

    UpdaterLayout(List<Block> blocks, int arrays, int sliceLength) {
        int first = 0;
        int end = 0;
        for (Block block : blocks) {
            if (block.role() == Role.STATISTICS) {
                addStretch(first, end, arrays, sliceLength);
                first = end + block.length();
            }
            end += block.length();
        }
        addStretch(first, end, arrays, sliceLength);
    }

    private void addStretch(int first, int end, int arrays, int sliceLength) {
        for (int array = 0; array < arrays; array++) {
            for (int at = first; at < end; ) {
                int from = at % sliceLength;
                int count = Math.min(sliceLength - from, end - at);
                pieces.add(new Piece(at / sliceLength, array, from, length, count));
                length += count;
                at += count;
            }
        }
    }

    /** Returns the number of values in the flat state. */
    int length() {
        return length;
    }

    /** Returns all of it. */
    List<Piece> pieces() {
        return pieces;
    }
}
