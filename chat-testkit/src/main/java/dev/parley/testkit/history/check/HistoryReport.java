package dev.parley.testkit.history.check;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a checker found. Immutable.
 *
 * @param violations the first {@value #KEPT} of each rule, in the order of being found
 * @param counts how often each rule is broken in all; rules that hold are absent
 * @param withoutFinal the conversations that were written to, without a final read that reaches the head: what was lost there
 *     cannot be told
 * @param tally how much was judged
 */
public record HistoryReport(
        List<Violation> violations, Map<Rule, Long> counts, List<String> withoutFinal, Tally tally) {

    /** How many violations of one rule are kept: a run that goes wrong goes wrong a million times. */
    public static final int KEPT = 100;

    /** Copies the collections. */
    public HistoryReport {
        violations = List.copyOf(violations);
        counts = Map.copyOf(counts);
        withoutFinal = List.copyOf(withoutFinal);
    }

    /**
     * A rule that a history breaks. Immutable.
     *
     * @param rule the rule
     * @param conversation where
     * @param event the number of the event that showed it, from 1; in a single file, that is its line. 0 when only the
     *     whole history shows it
     * @param text what happened
     */
    public record Violation(Rule rule, String conversation, long event, String text) {

        /** One line. */
        @Override
        public String toString() {
            return rule.label() + " " + conversation + ": " + text + (event > 0 ? " (event " + event + ")" : "");
        }
    }

    /**
     * How much a history holds. Immutable.
     *
     * @param events all events
     * @param acked operations that succeeded
     * @param refused operations that were refused
     * @param unknown operations without a known outcome
     * @param shown entries that devices were shown
     * @param faults faults that began
     */
    public record Tally(long events, long acked, long refused, long unknown, long shown, long faults) {

        @Override
        public String toString() {
            return events + " events, " + acked + " acked, " + refused + " refused, " + unknown + " unknown, " + shown
                    + " shown, " + faults + " faults";
        }
    }

    /**
     * Tells whether everything was judged and nothing found.
     *
     * @return true for a good history
     */
    public boolean passed() {
        return violations.isEmpty() && withoutFinal.isEmpty();
    }

    /**
     * Lines for people: each violation, what could not be judged, and how much was.
     *
     * @return the text, without a line feed at its end
     */
    public String describe() {
        StringBuilder text = new StringBuilder();
        violations.forEach(violation -> text.append(violation).append('\n'));
        counts.forEach((rule, count) -> {
            if (count > KEPT) {
                text.append(rule.label()).append(": ").append(count - KEPT).append(" more\n");
            }
        });
        withoutFinal.forEach(conversation -> text.append("not judged: no final read of ")
                .append(conversation)
                .append('\n'));
        return text.append(tally)
                .append(
                        counts.isEmpty()
                                ? "; no violation"
                                : counts.entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(entry -> entry.getValue() + " "
                                                + entry.getKey().label())
                                        .collect(Collectors.joining(", ", "; ", "")))
                .toString();
    }
}
