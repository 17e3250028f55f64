package dev.parley.integration.faults.clients;

import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import java.util.Arrays;
import java.util.stream.LongStream;

/** How long messages took from their writer, in this process, to whom they are shown, in this process. Thread-safe. */
public final class Latencies {

    /** The name of the custom value that says when a message was written. */
    static final String WRITTEN = "written";

    private long[] nanos = new long[1_024];
    private int count;
    private boolean on;

    /** Begins anew. */
    public synchronized void begin() {
        count = 0;
        on = true;
    }

    /** Ends; returns what was measured, in nanoseconds. */
    public synchronized long[] end() {
        on = false;
        return Arrays.copyOf(nanos, count);
    }

    /** A message was shown. */
    public void shown(Entry entry) {
        if (entry.body() instanceof EntryBody.Posted posted) {
            String written = posted.body().custom().get(WRITTEN);
            if (written != null) {
                add(System.nanoTime() - Long.parseLong(written));
            }
        }
    }

    private synchronized void add(long took) {
        if (on) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = took;
        }
    }

    /** The value that a part of all is at or below, in milliseconds. */
    public static double percentile(long[] nanos, double part) {
        long[] sorted = LongStream.of(nanos).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1L, (long) (part * sorted.length))] / 1e6;
    }
}
