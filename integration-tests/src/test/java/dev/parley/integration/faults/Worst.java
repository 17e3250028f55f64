package dev.parley.integration.faults;

import java.time.Duration;

/** The longest of some durations; starts at zero. Confined to one thread. */
final class Worst {

    private Duration worst = Duration.ZERO;

    void add(Duration duration) {
        if (duration.compareTo(worst) > 0) {
            worst = duration;
        }
    }

    Duration duration() {
        return worst;
    }

    @Override
    public String toString() {
        return worst.toMillis() + " ms";
    }
}
