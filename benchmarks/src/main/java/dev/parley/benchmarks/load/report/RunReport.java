package dev.parley.benchmarks.load.report;

import dev.parley.benchmarks.load.run.Played;
import dev.parley.benchmarks.load.run.Single;
import java.util.List;
import java.util.Map;

/**
 * A whole run, as it is written to {@code results.json}. Immutable.
 *
 * @param machine what it ran on: {@link Machine}
 * @param options how
 * @param servers what the servers said of themselves, by name
 * @param verdicts how the figures compare with the targets
 * @param singles figures that are not of rounds
 * @param played all rounds
 */
public record RunReport(
        Map<String, String> machine,
        Map<String, String> options,
        Map<String, String> servers,
        List<Verdict> verdicts,
        List<Single> singles,
        List<Played> played) {}
