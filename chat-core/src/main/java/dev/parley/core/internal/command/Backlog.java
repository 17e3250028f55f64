package dev.parley.core.internal.command;

import dev.parley.protocol.Event;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a device missed, read part by part as its client takes it. Confined to one caller, which asks for one part at a time. */
@FunctionalInterface
public interface Backlog {

    /**
     * Reads on: Synced events, the newest conversation first. The last part ends with SyncDone.
     *
     * @param bytes about how large the part may be; it has at least one event all the same
     */
    CompletionStage<List<Event>> next(long bytes);
}
