package dev.parley.testkit.history;

/**
 * Where a history goes: a file, a list, straight into a checker. {@link HistoryRecorder} calls it for one event at a time,
 * in the order of their time. Confined to one thread at a time.
 */
@FunctionalInterface
public interface HistorySink {

    /**
     * Takes the next event.
     *
     * @param event the event
     */
    void accept(HistoryEvent event);
}
