package io.sparcode.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory outside Java's heap this process may take through JavaCPP. Its own limits are multiples of the heap,
 * whatever the machine has: too little beside a small heap, no limit at all beside a large one.
 */
final class NativeMemory {
    /** What JavaCPP itself may allocate. */
    static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";

    /** What the whole process may occupy, heap and the native libraries' own memory included. */
    static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    private NativeMemory() {}

    /**
     * Sets the limits that nobody has set: the process to the memory of the machine or container, JavaCPP to what the
     * heap leaves of it, and no less than a quarter. JavaCPP reads them once, before its first allocation.
     */
    static void bound() {
        // Of several executors on one machine without containers each counts all of it: they want the properties set.
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        SystemProperty.setUnlessSet(MAX_PHYSICAL_BYTES, Long.toString(memory));
        SystemProperty.setUnlessSet(
                MAX_BYTES, Long.toString(beside(Runtime.getRuntime().maxMemory(), memory)));
    }

    static long beside(long heap, long memory) {
        return Math.max(memory - heap, memory / 4);
    }
}
