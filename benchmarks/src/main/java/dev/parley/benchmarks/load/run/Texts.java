package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.generator.Counts;
import dev.parley.benchmarks.load.generator.RoundResult;
import java.util.Locale;

/** Rounds as lines for people. Thread-safe. */
final class Texts {

    private Texts() {}

    static String line(Played round) {
        RoundResult result = round.result();
        double each = Math.max(1, result.measured());
        String line = String.format(
                Locale.ROOT,
                "%-9s %-18s %-8s %7.0f/s  p50 %6.1f p99 %7.1f max %7.1f ms  cpu us/msg: server %5.1f db %5.1f gen %5.1f  %s",
                round.workload(),
                round.subject(),
                round.phase(),
                result.rate(),
                result.delivery().p50() / 1e3,
                result.p99Micros() / 1e3,
                result.delivery().max() / 1e3,
                result.cpu().serverMicros() / each,
                result.cpu().helperMicros() / each,
                result.cpu().generatorMicros() / each,
                round.held() ? "held" : "FAILED");
        Counts counts = result.counts();
        return result.valid()
                ? line
                : line + " "
                        + String.format(
                                Locale.ROOT,
                                "sent %d of %d, missing %d, twice %d, stray %d, errors %d %s",
                                counts.sent(),
                                counts.planned(),
                                counts.missing(),
                                counts.duplicates(),
                                counts.stray(),
                                counts.errors(),
                                counts.firstErrors());
    }
}
