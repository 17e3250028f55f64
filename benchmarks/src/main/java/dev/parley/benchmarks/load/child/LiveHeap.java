package dev.parley.benchmarks.load.child;

import java.lang.management.ManagementFactory;

/** What this process's heap holds. Stateless. */
public final class LiveHeap {

    private static final int FULL = 4;

    private LiveHeap() {}

    /** What it holds after full collections, in bytes. */
    public static long bytes() {
        // Later ones take what reference handling let go; of the serial collector, every fourth leaves no dead object
        // in place.
        for (int i = 0; i < FULL; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
