package dev.parley.testkit.history;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Records what clients do and see. An event has its time and its place in the history from the moment of the call, so the
 * order of calls is the order of lines: call {@link #invoke} before the request leaves, and what ends it after the answer
 * came.
 *
 * <p>Thread-safe. Calls wait for each other and for the sink.
 */
public final class HistoryRecorder {

    private final ReentrantLock lock = new ReentrantLock();
    private final HistorySink sink;
    private final LongSupplier nanos;
    private long operations;

    /**
     * A recorder, which tells the sink that this process begins.
     *
     * @param sink where the history goes
     * @param nanos the clock, in nanoseconds: {@link System#nanoTime} on real processes of one machine, the virtual clock
     *     in a simulation
     * @param process the id of this process
     */
    public HistoryRecorder(HistorySink sink, LongSupplier nanos, String process) {
        this.sink = sink;
        this.nanos = nanos;
        record(t -> new HistoryEvent.Opened(t, HistoryEvent.VERSION, process));
    }

    /**
     * A recorder of this process, on the machine's clock.
     *
     * @param sink where the history goes
     * @return the recorder
     */
    public static HistoryRecorder to(HistorySink sink) {
        return new HistoryRecorder(
                sink, System::nanoTime, Long.toString(ProcessHandle.current().pid()));
    }

    /**
     * A client asks for something. Call this before the request leaves.
     *
     * @param client who
     * @param operation what for
     * @return takes the outcome; without one, the outcome is unknown
     */
    public Invocation invoke(Client client, Operation operation) {
        lock.lock();
        try {
            long op = ++operations;
            sink.accept(new HistoryEvent.Invoked(nanos.getAsLong(), op, client, operation));
            return new Invocation(this, op);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A client asks for something under a key that it chooses itself. All other events wait while it does, so that nobody
     * can be recorded to have seen what was not asked for yet.
     *
     * @param client who
     * @param request asks, and says what for; it must not wait for an answer, nor for anybody who records
     * @return takes the outcome
     */
    public Invocation invoke(Client client, Supplier<? extends Operation> request) {
        lock.lock();
        try {
            long op = ++operations;
            long t = nanos.getAsLong();
            sink.accept(new HistoryEvent.Invoked(t, op, client, request.get()));
            return new Invocation(this, op);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A conversation existed before recording began.
     *
     * @param conversation which
     * @param head its head
     * @param users its members
     * @param fullHistory whether later members see what was said before they joined
     */
    public void base(String conversation, long head, List<String> users, boolean fullHistory) {
        record(t -> new HistoryEvent.Base(t, conversation, head, users, fullHistory));
    }

    /**
     * A life of a device begins. A device that never restarts need not say so.
     *
     * @param client the device
     * @param fresh true when it has none of the data of its former lives
     */
    public void started(Client client, boolean fresh) {
        record(t -> new HistoryEvent.Started(t, client, fresh));
    }

    /**
     * A device shows an entry.
     *
     * @param client the device
     * @param conversation where
     * @param entry the entry
     */
    public void delivered(Client client, String conversation, LogEntry entry) {
        record(t -> new HistoryEvent.Delivered(t, client, conversation, entry));
    }

    /**
     * A device shows a message anew, because it changed.
     *
     * @param client the device
     * @param conversation where
     * @param entry the message as it is now
     */
    public void redrawn(Client client, String conversation, LogEntry entry) {
        record(t -> new HistoryEvent.Redrawn(t, client, conversation, entry));
    }

    /**
     * A device drops what it shows of a conversation and starts anew further on.
     *
     * @param client the device
     * @param conversation which
     */
    public void reset(Client client, String conversation) {
        record(t -> new HistoryEvent.Reset(t, client, conversation));
    }

    /**
     * A device should have been shown everything up to a seq by now.
     *
     * @param client the device
     * @param conversation where
     * @param head the seq
     */
    public void caughtUp(Client client, String conversation, long head) {
        record(t -> new HistoryEvent.CaughtUp(t, client, conversation, head));
    }

    /**
     * A device learns how far somebody has received and read.
     *
     * @param client the device
     * @param conversation where
     * @param user whose marks
     * @param delivered up to which seq that user has received
     * @param read up to which seq that user has read
     */
    public void marked(Client client, String conversation, String user, long delivered, long read) {
        record(t -> new HistoryEvent.Marked(t, client, conversation, user, delivered, read));
    }

    /**
     * A fault begins or ends.
     *
     * @param name what
     * @param target the process or the connection that it strikes
     * @param active false when it ends
     */
    public void fault(String name, String target, boolean active) {
        record(t -> new HistoryEvent.Fault(t, name, target, active));
    }

    /**
     * A page of the log at the very end: in order, until the head.
     *
     * @param conversation which
     * @param head the log's head
     * @param entries the page
     */
    public void finalPage(String conversation, long head, List<LogEntry> entries) {
        record(t -> new HistoryEvent.Final(t, conversation, head, entries));
    }

    /** Time is taken inside of the lock, so that it never steps back from line to line. */
    void record(LongFunction<HistoryEvent> event) {
        lock.lock();
        try {
            sink.accept(event.apply(nanos.getAsLong()));
        } finally {
            lock.unlock();
        }
    }
}
