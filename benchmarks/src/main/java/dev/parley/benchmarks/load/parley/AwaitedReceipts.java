package dev.parley.benchmarks.load.parley;

import dev.parley.benchmarks.load.talk.Client;
import java.util.ArrayDeque;

/**
 * A sender's messages whose receipt has not come. Parley's receipts are marks: one says that everything up to a seq was read.
 * Confined to its client's event loop.
 */
final class AwaitedReceipts {

    private final Client client;
    private final ArrayDeque<long[]> waiting = new ArrayDeque<>();
    private long mark;

    AwaitedReceipts(Client client) {
        this.client = client;
    }

    /** A message has its seq. Those of one conversation come in ascending order. */
    void sent(long seq, long stamp) {
        if (seq <= mark) {
            client.receipted(stamp); // the receipt overtook the ack
        } else {
            waiting.add(new long[] {seq, stamp});
        }
    }

    /** The other has read up to a seq. */
    void read(long seq) {
        mark = Math.max(mark, seq);
        for (long[] first = waiting.peek(); first != null && first[0] <= mark; first = waiting.peek()) {
            waiting.remove();
            client.receipted(first[1]);
        }
    }
}
