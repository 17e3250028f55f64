package dev.parley.core.internal.outbound;

import dev.parley.core.session.SessionConnection;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a connection. */
public final class ConnectionThread {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionThread.class);

    private ConnectionThread() {}

    /** Runs a task there, in order. A connection whose thread has ended is gone, and so is the need for the task. */
    public static void run(SessionConnection connection, Runnable task) {
        try {
            connection.executor().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the connection's executor has ended", e);
        }
    }
}
