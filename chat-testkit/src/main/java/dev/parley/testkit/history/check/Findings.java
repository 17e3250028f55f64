package dev.parley.testkit.history.check;

import dev.parley.testkit.history.check.HistoryReport.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects violations, and knows which event is being judged. Confined to its checker. */
final class Findings {

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private long now;

    /** The number of the event being judged, from 1. */
    long now() {
        return now;
    }

    void nextEvent() {
        now++;
    }

    void add(Rule rule, String conversation, String text) {
        add(rule, conversation, now, text);
    }

    void add(Rule rule, String conversation, long event, String text) {
        if (counts.merge(rule, 1L, Long::sum) <= HistoryReport.KEPT) {
            violations.add(new Violation(rule, conversation, event, text));
        }
    }

    List<Violation> violations() {
        return violations;
    }

    Map<Rule, Long> counts() {
        return counts;
    }
}
