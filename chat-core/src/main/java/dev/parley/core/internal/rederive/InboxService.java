package dev.parley.core.internal.rederive;

import dev.parley.core.Stores;
import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.Inboxes;
import dev.parley.core.service.Rederivation;
import dev.parley.core.service.RederivationOptions;
import dev.parley.model.internal.Checks;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one job at a time. Thread-safe. */
public final class InboxService implements Inboxes {

    /**
     * What jobs work with.
     *
     * @param onWrite up to how many members fan-out is on write
     */
    public record Parts(Stores stores, ChatRuntime runtime, Audience audience, FailureListener failures, int onWrite) {}

    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RederivationJob running;
    private boolean closed;

    public InboxService(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Rederivation rederive(RederivationOptions options, Consumer<InboxDifference> found) {
        Checks.given("options", options);
        Checks.given("found", found);
        RederivationJob job = new RederivationJob(parts, options, found, this::ended);
        lock.lock();
        try {
            if (closed || running != null) {
                throw new IllegalStateException(closed ? "the engine is closed" : "inboxes are being derived already");
            }
            running = job;
        } finally {
            lock.unlock();
        }
        job.begin();
        return job;
    }

    private void ended() {
        lock.lock();
        try {
            running = null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the job that runs, and begins no more. */
    public void close() {
        RederivationJob last;
        lock.lock();
        try {
            closed = true;
            last = running;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.cancel();
        }
    }
}
