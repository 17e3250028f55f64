package dev.parley.transport.websocket.options;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * Limits of the links between connection nodes and engine nodes. Both sides have their own, and each keeps to the other's
 * where that is the receiver. Immutable.
 *
 * @param links how many TCP connections a connection node keeps to each engine node, 1 to 64; default 2
 * @param streams the most clients on one link; without room on any, further clients are refused, retryably; 1 to 1,000,000;
 *     default 25,000
 * @param window how many bytes may be under way to one client, and as many from it, beside one message that is larger; 1,024 to
 *     16 MiB; default 64 KiB
 * @param record the largest record, in bytes: a message or an HTTP answer with what describes it; 65,536 to 64 MiB; default
 *     4 MiB
 * @param calls the most HTTP requests under way on one link; more are answered 503; 1 to 100,000; default 1,000
 * @param heartbeat how often each side makes the other say that it is there, 10 ms to 3 s; default 2 s
 * @param silence after how long without a word a link is given up, and how long its beginning may take; twice
 *     {@code heartbeat} to 1 h; default 6 s
 * @param spread clients of a lost link are closed at a time of their own within so long, 0 to 1 h; default 3 s
 */
public record LinkOptions(
        int links,
        int streams,
        int window,
        int record,
        int calls,
        Duration heartbeat,
        Duration silence,
        Duration spread) {

    /** 2 links of 25,000 clients and 1,000 requests, 64 KiB for each, records of 4 MiB, 6 s of silence, closes over 3 s. */
    public static final LinkOptions DEFAULT = new LinkOptions(
            2,
            25_000,
            64 * 1024,
            4 * 1024 * 1024,
            1_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofSeconds(3));

    public LinkOptions {
        Checks.within("links", links, 1, 64);
        Checks.within("streams", streams, 1, 1_000_000);
        Checks.within("window", window, 1_024, 16 * 1024 * 1024);
        Checks.within("record", record, 64 * 1024, 64 * 1024 * 1024);
        Checks.within("calls", calls, 1, 100_000);
        Checks.within("heartbeat", heartbeat, Duration.ofMillis(10), Duration.ofSeconds(3));
        Checks.within("silence", silence, heartbeat.multipliedBy(2), Duration.ofHours(1));
        Checks.within("spread", spread, Duration.ZERO, Duration.ofHours(1));
    }

    /**
     * The same with other times.
     *
     * @param beat how often each side speaks
     * @param silent when a link is given up
     * @param spreading over how long clients of a lost link are closed
     * @return the options
     */
    public LinkOptions withTimes(Duration beat, Duration silent, Duration spreading) {
        return new LinkOptions(links, streams, window, record, calls, beat, silent, spreading);
    }

    /**
     * The same with other sizes.
     *
     * @param bytes of one client
     * @param largest of a record
     * @return the options
     */
    public LinkOptions withSizes(int bytes, int largest) {
        return new LinkOptions(links, streams, bytes, largest, calls, heartbeat, silence, spread);
    }

    /**
     * The same with other counts.
     *
     * @param tcp connections to each engine node
     * @param clients of one link
     * @param requests under way on one link
     * @return the options
     */
    public LinkOptions withCounts(int tcp, int clients, int requests) {
        return new LinkOptions(tcp, clients, window, record, requests, heartbeat, silence, spread);
    }
}
