package dev.parley.benchmarks.load.run;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits while servers come to rest: that is part of what is measured, and nothing tells when it is over. */
final class Pause {

    private Pause() {}

    static void seconds(long seconds) throws IOException {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
