package dev.parley.testkit.history;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** An operation under way, which ends once. Thread-safe. */
public final class Invocation {

    private final HistoryRecorder recorder;
    private final long op;
    private final AtomicBoolean ended = new AtomicBoolean();

    Invocation(HistoryRecorder recorder, long op) {
        this.recorder = recorder;
        this.op = op;
    }

    /**
     * A write was acked.
     *
     * @param seq its place
     */
    public void stored(long seq) {
        succeeded(new Answer.Stored(seq, null));
    }

    /**
     * A conversation was made.
     *
     * @param conversation its id
     */
    public void created(String conversation) {
        succeeded(new Answer.Stored(1, conversation));
    }

    /**
     * Marks were raised.
     *
     * @param delivered up to which seq the user has received
     * @param read up to which seq the user has read
     */
    public void marks(long delivered, long read) {
        succeeded(new Answer.Marks(delivered, read));
    }

    /**
     * A read found something.
     *
     * @param head the highest seq that the reader may see
     * @param entries the stretch
     */
    public void page(long head, List<LogEntry> entries) {
        succeeded(new Answer.Page(head, entries));
    }

    /**
     * The operation was refused for good.
     *
     * @param code the error's code
     */
    public void refused(String code) {
        end();
        recorder.record(t -> new HistoryEvent.Refused(t, op, code));
    }

    /** Nobody knows what became of it. */
    public void unknown() {
        end();
        recorder.record(t -> new HistoryEvent.Unknown(t, op));
    }

    private void succeeded(Answer answer) {
        end();
        recorder.record(t -> new HistoryEvent.Succeeded(t, op, answer));
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("operation " + op + " has ended already");
        }
    }
}
