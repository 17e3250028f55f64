package dev.parley.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * Gives space in an H2 file back while it is written to. H2's own background writer would do that, but with
 * {@code WRITE_DELAY=0} there is none, and then the file grows with every commit until it is closed. Thread-safe.
 */
final class H2Compaction {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Only below this share of live data, in percent, is it worth the writing. */
    private static final int FILL_RATE = 70;

    /** The most bytes that are moved at once: some ten milliseconds of other commits' time. */
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final AtomicLong due = new AtomicLong(System.nanoTime() + PERIOD_NANOS);

    /** Moves what is alive out of old chunks, so that they can be used again; at most once a second. */
    void afterCommit(Connection connection) {
        long then = due.get();
        long now = System.nanoTime();
        if (now - then < 0 || !due.compareAndSet(then, now + PERIOD_NANOS)) {
            return;
        }
        try {
            // A session of a remote server is of another class; that server takes care of its file itself.
            if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
                session.getDatabase().getStore().getMvStore().compact(FILL_RATE, MOST_BYTES);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("an H2 connection does not unwrap to one", e);
        }
    }
}
