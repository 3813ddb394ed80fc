package io.sparcode.model.engine;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** oneDNN in this process, through JavaCPP's bindings. */
final class OneDnn {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

    private OneDnn() {}

    /** Loaded when first used. */
    private static final class Library {
        private static final engine CPU = new engine(engine.kind.cpu, 0);

        static {
            dnnl_version_t version = dnnl.dnnl_version();
            LOG.info("networks computed by oneDNN {}.{}.{}", version.major(), version.minor(), version.patch());
        }
    }

    /** Throws unless oneDNN can be loaded and DL4J computes on the CPU too. */
    static void requireAvailable() throws NotCoveredException {
        if (!Nd4j.getEnvironment().isCPU()) {
            throw new NotCoveredException("a backend that is not a CPU");
        }
        try {
            if (Library.CPU.isNull()) {
                throw new NotCoveredException("a process without oneDNN");
            }
        } catch (LinkageError e) {
            throw new NotCoveredException("a process that cannot load oneDNN (" + e.getMessage() + ")");
        }
    }

    static engine cpu() {
        return Library.CPU;
    }

    /**
     * Returns the layout of what goes from layer to layer: vectors [batch, size] as they are, images [batch, channels,
     * height, width] with channels last in memory. For few channels that is several times faster than oneDNN's blocks of
     * 16, for which it has only its reference code where there are fewer, and faster than planes.
     */
    static memory.desc values(long... dimensions) {
        return dimensions.length == 4
                ? new memory.desc(dimensions, memory.data_type.f32, format_tag.acdb)
                : plain(dimensions);
    }

    /** Returns the layout of an array of floats whose last dimension is contiguous. */
    static memory.desc plain(long... dimensions) {
        format_tag tag = switch (dimensions.length) {
            case 1 -> format_tag.a;
            case 2 -> format_tag.ab;
            default -> format_tag.abcd;
        };
        return new memory.desc(dimensions, memory.data_type.f32, tag);
    }

    /** Returns the layout of a matrix whose neighbours in a column, and in a row, are so many values apart. */
    static memory.desc strided(long[] dimensions, long betweenRows, long betweenColumns) {
        return new memory.desc(dimensions, memory.data_type.f32, new long[] {betweenRows, betweenColumns});
    }

    /** Returns a description that leaves the layout to oneDNN. */
    static memory.desc any(long... dimensions) {
        return new memory.desc(dimensions, memory.data_type.f32, format_tag.any);
    }

    /** Returns new memory of a layout. */
    static memory allocate(memory.desc layout) {
        return new memory(layout, cpu());
    }

    /** Returns a view of memory that lies elsewhere and that the caller keeps alive. */
    static memory view(memory.desc layout, Pointer data) {
        return new memory(layout, cpu(), data);
    }

    /**
     * Returns attributes by which the caller hands in the scratchpad: oneDNN's own belongs to the thread that made the
     * primitive, and engines go from thread to thread.
     */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        return attributes;
    }
}
