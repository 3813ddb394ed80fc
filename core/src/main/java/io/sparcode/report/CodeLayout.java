package io.sparcode.report;

import io.sparcode.image.ImageShape;
import io.sparcode.model.TensorShape;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a code is laid out as a grey image: a vector as a square, planes beside and below each other.
 *
 * @param codeShape of a code
 * @param shape of the image
 */
record CodeLayout(TensorShape codeShape, ImageShape shape) {
    /** Returns the layout, unless the code is a vector whose size is no square. */
    static Optional<CodeLayout> of(TensorShape code) {
        int across = (int) Math.ceil(Math.sqrt(code.channels()));
        if (code.isVector()) {
            return across * across == code.channels() && across > 1
                    ? Optional.of(new CodeLayout(code, new ImageShape(across, across, 1)))
                    : Optional.empty();
        }
        int down = (code.channels() + across - 1) / across;
        return Optional.of(new CodeLayout(code, new ImageShape(down * code.height(), across * code.width(), 1)));
    }

    /** Lays a code out; where there is no plane the values are not a number. */
    float[] lay(float[] code) {
        if (codeShape.isVector()) {
            return code;
        }
        int across = shape.width() / codeShape.width();
        int plane = codeShape.height() * codeShape.width();
        float[] laid = new float[shape.size()];
        Arrays.fill(laid, Float.NaN);
        for (int i = 0; i < code.length; i++) {
            int channel = i / plane;
            int y = channel / across * codeShape.height() + i % plane / codeShape.width();
            int x = channel % across * codeShape.width() + i % codeShape.width();
            laid[y * shape.width() + x] = code[i];
        }
        return laid;
    }
}
