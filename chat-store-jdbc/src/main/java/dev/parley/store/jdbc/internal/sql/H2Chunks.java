package dev.parley.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the file of an H2 database of this process beside its SQL: it is forced to the disk, and space in it is given
 * back while it is written to. {@code CHECKPOINT SYNC} would do both, but it moves up to 4 MiB each time, and what is moved is
 * kept for {@code RETENTION_TIME}: a file with a megabyte of messages grew by six megabytes a second. Thread-safe.
 */
final class H2Chunks {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Only below this share of live data, in percent, is it worth the writing. */
    private static final int FILL_RATE = 70;

    /** The most bytes that are moved at once: some ten milliseconds of other commits' time. */
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final AtomicLong due = new AtomicLong(System.nanoTime() + PERIOD_NANOS);

    /** Forces what commits have written; false when the database is of another process, which only SQL reaches. */
    boolean force(Connection connection) {
        MVStore store = storeOf(connection);
        if (store == null) {
            return false;
        }
        store.sync();
        return true;
    }

    /** Moves what is alive out of old chunks, so that they can be used again; at most once a second. */
    void compact(Connection connection) {
        long then = due.get();
        long now = System.nanoTime();
        if (now - then < 0 || !due.compareAndSet(then, now + PERIOD_NANOS)) {
            return;
        }
        MVStore store = storeOf(connection);
        if (store != null) { // a server takes care of its file itself
            store.compact(FILL_RATE, MOST_BYTES);
        }
    }

    private static @Nullable MVStore storeOf(Connection connection) {
        try {
            // A session of a remote server is of another class.
            return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                    ? session.getDatabase().getStore().getMvStore()
                    : null;
        } catch (SQLException e) {
            throw new IllegalStateException("an H2 connection does not unwrap to one", e);
        }
    }
}
