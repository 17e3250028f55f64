package dev.parley.benchmarks.load.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the messages of a round. Immutable.
 *
 * @param planned how many were to be sent
 * @param sent how many were: fewer when the server was hopelessly behind
 * @param acked how many were answered
 * @param delivered how often one reached one of its receivers
 * @param receipted how many receipts came back
 * @param missing acks, deliveries and receipts that should have come and did not
 * @param duplicates those that came twice
 * @param stray messages of other rounds, or for somebody else
 * @param echoes messages that came back to their own sender, which is nobody's fault
 * @param errors refusals, frames that nobody understands, connections lost
 * @param firstErrors the first few of those
 */
public record Counts(
        int planned,
        int sent,
        int acked,
        int delivered,
        int receipted,
        int missing,
        int duplicates,
        int stray,
        int echoes,
        int errors,
        List<String> firstErrors) {

    private static final int SHOWN = 5;

    /** Whether every message is accounted for, once. */
    public boolean valid() {
        return sent == planned && missing == 0 && duplicates == 0 && stray == 0 && errors == 0;
    }

    /** Both together. */
    public Counts plus(Counts other) {
        List<String> texts = new ArrayList<>(firstErrors);
        texts.addAll(other.firstErrors);
        return new Counts(
                planned + other.planned,
                sent + other.sent,
                acked + other.acked,
                delivered + other.delivered,
                receipted + other.receipted,
                missing + other.missing,
                duplicates + other.duplicates,
                stray + other.stray,
                echoes + other.echoes,
                errors + other.errors,
                List.copyOf(texts.subList(0, Math.min(SHOWN, texts.size()))));
    }
}
