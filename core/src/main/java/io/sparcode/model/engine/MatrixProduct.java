package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** Calls for plain products of matrices. */
final class MatrixProduct {
    /** What becomes of what was there. */
    enum Result {
        SET,
        ADDED
    }

    private MatrixProduct() {}

    /** Returns a call that sets {@code product} [m, n] to {@code left} [m, k] times {@code right} [k, n]. */
    static PrimitiveCall of(
            memory.desc leftLayout, memory left, memory.desc rightLayout, memory right, memory product, stream stream) {
        return of(leftLayout, left, rightLayout, right, product, Result.SET, stream);
    }

    /** As the other; it may be added to what is there. */
    static PrimitiveCall of(
            memory.desc leftLayout,
            memory left,
            memory.desc rightLayout,
            memory right,
            memory product,
            Result result,
            stream stream) {
        primitive_attr attributes = OneDnn.attributes();
        if (result == Result.ADDED) {
            post_ops sum = new post_ops();
            sum.append_sum();
            attributes.set_post_ops(sum);
        }
        var description = new matmul.primitive_desc(
                new matmul.desc(leftLayout, rightLayout, product.get_desc()), attributes, OneDnn.cpu());
        return PrimitiveCall.of(
                new matmul(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, left)
                        .with(dnnl.DNNL_ARG_WEIGHTS, right)
                        .with(dnnl.DNNL_ARG_DST, product),
                stream);
    }
}
