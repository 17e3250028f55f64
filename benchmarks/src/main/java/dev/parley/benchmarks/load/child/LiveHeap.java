package dev.parley.benchmarks.load.child;

import java.lang.management.ManagementFactory;

/** What this process's heap holds. */
public final class LiveHeap {

    private LiveHeap() {}

    /** What it holds after full collections, in bytes. */
    public static long bytes() {
        // The second one takes what the first one's reference handling let go.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
