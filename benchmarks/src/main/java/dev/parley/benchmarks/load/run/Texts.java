package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.generator.Counts;
import dev.parley.benchmarks.load.generator.RoundResult;
import java.util.Locale;

/** Rounds as lines for people. Thread-safe. */
final class Texts {

    private Texts() {}

    static String line(Played round) {
        RoundResult result = round.result();
        String line = String.format(
                Locale.ROOT,
                "%-9s %-18s %-8s %7.0f/s  p50 %6.1f p99 %7.1f max %7.1f ms  cpu us: server %5.1f jit %5.1f db %5.1f gen %5.1f  alloc %6.0f B  %s",
                round.workload(),
                round.subject(),
                round.phase(),
                round.rate(),
                result.delivery().p50() / 1e3,
                result.p99Micros() / 1e3,
                result.delivery().max() / 1e3,
                round.each(result.cpu().serverMicros()),
                round.each(result.cpu().compilerMicros()),
                round.each(result.cpu().helperMicros()),
                round.each(result.cpu().generatorMicros()),
                round.allocated(),
                round.phase().equals("warm") ? "" : round.held() ? "held" : "FAILED");
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
