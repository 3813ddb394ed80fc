package io.sparcode.model.engine;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** A primitive with its arguments: one native call. */
final class PrimitiveCall implements Call {
    private final dnnl_primitive handle;
    private final dnnl_exec_arg_t arguments;
    private final int count;
    private final dnnl_stream stream;
    /** Native objects live as long as the Java objects that stand for them. */
    private final List<Object> kept = new ArrayList<>();

    private PrimitiveCall(primitive called, primitive_desc_base description, Arguments given, stream stream) {
        desc scratchpad = description.scratchpad_desc();
        if (scratchpad.get_size() > 0) {
            given.with(dnnl.DNNL_ARG_SCRATCHPAD, OneDnn.allocate(scratchpad));
        }
        count = given.memories.size();
        arguments = new dnnl_exec_arg_t(count);
        for (int i = 0; i < count; i++) {
            arguments
                    .position(i)
                    .arg(given.names.get(i))
                    .memory(given.memories.get(i).get());
        }
        arguments.position(0);
        handle = called.get();
        this.stream = stream.get();
        kept.add(called);
        kept.add(stream);
        kept.addAll(given.memories);
    }

    /** Prepares a call of a primitive, whose description was made with {@link OneDnn#attributes()}. */
    static PrimitiveCall of(primitive called, primitive_desc_base description, Arguments given, stream stream) {
        return new PrimitiveCall(called, description, given, stream);
    }

    /** Prepares a copy from one memory to another, which may be of another layout or type. */
    static PrimitiveCall copy(memory from, memory to, stream stream) {
        return scaledCopy(from, to, 1, stream);
    }

    /** As {@link #copy}, with every value multiplied. */
    static PrimitiveCall scaledCopy(memory from, memory to, float factor, stream stream) {
        var attributes = OneDnn.attributes();
        if (factor != 1) {
            attributes.set_output_scales(0, new float[] {factor});
        }
        var description = new reorder.primitive_desc(from, to, attributes, false);
        return of(
                new reorder(description),
                description,
                new Arguments().with(dnnl.DNNL_ARG_FROM, from).with(dnnl.DNNL_ARG_TO, to),
                stream);
    }

    @Override
    public void run() {
        int status = dnnl.dnnl_primitive_execute(handle, stream, count, arguments);
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN failed with status " + status);
        }
    }

    /** What a primitive reads and writes, by oneDNN's numbers. */
    static final class Arguments {
        private final List<Integer> names = new ArrayList<>();
        private final List<memory> memories = new ArrayList<>();

        Arguments with(int name, memory values) {
            names.add(name);
            memories.add(values);
            return this;
        }
    }
}
