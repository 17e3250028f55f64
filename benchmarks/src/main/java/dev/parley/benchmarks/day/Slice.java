package dev.parley.benchmarks.day;

import dev.parley.benchmarks.capacity.Inputs;
import dev.parley.benchmarks.capacity.Profile;
import dev.parley.benchmarks.capacity.Traffic;
import dev.parley.benchmarks.counting.Counted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a part of the day came to, in the sample. Immutable.
 *
 * @param start when it began, in seconds of the day
 * @param seconds how long it was
 * @param connections devices that were connected, on the average
 * @param counts how often what happened in it
 * @param busiest the most devices that caught up within one second
 */
record Slice(int start, int seconds, double connections, Map<String, Long> counts, int busiest) {

    /** How long the parts are that the simulation notes. */
    static final int SECONDS = 600;

    /** Several as one. */
    static Slice of(List<Slice> parts) {
        Map<String, Long> counts = new TreeMap<>();
        parts.forEach(part -> part.counts().forEach((name, times) -> counts.merge(name, times, Long::sum)));
        return new Slice(
                parts.get(0).start(),
                parts.stream().mapToInt(Slice::seconds).sum(),
                parts.stream().mapToDouble(Slice::connections).average().orElse(0),
                counts,
                parts.stream().mapToInt(Slice::busiest).max().orElse(0));
    }

    double count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** How often in a second. */
    double rate(String name) {
        return count(name) / seconds;
    }

    /** Calls of all stores in a second. */
    double storeCalls() {
        return counts.entrySet().stream()
                        .filter(each -> each.getKey().matches("\\w+Store\\.\\w+"))
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                / (double) seconds;
    }

    /** Rows of all stores that were written in a second. */
    double rows() {
        return counts.entrySet().stream()
                        .filter(each -> each.getKey().endsWith(Counted.ROWS))
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                / (double) seconds;
    }

    /** What a message brought with it here. */
    Profile profile() {
        double messages = Math.max(1, count("messages"));
        double returns = Math.max(1, count("sessions"));
        return new Profile(
                count("InboxStore.bump" + Counted.ROWS) / messages,
                count("deliveries") / messages,
                count("hints") / messages,
                count("SessionDirectory.find" + Counted.USERS) / messages,
                count("receipts") / messages,
                count("marks told") / messages,
                count("caught up") / returns,
                count("bytes out") / messages);
    }

    /** What a calculation would begin with here, for so many times the sample. */
    Inputs inputs(Inputs usual, int scale) {
        Traffic traffic = usual.traffic();
        Traffic here = new Traffic(
                traffic.users(),
                traffic.daily(),
                connections * scale,
                traffic.sessionSeconds(),
                traffic.messages(),
                rate("messages") * scale,
                traffic.groupShare());
        return new Inputs(here, profile(), usual.costs(), usual.machines());
    }
}
