package dev.parley.store.jdbc.internal.sql;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failed statement or commit means to the caller. */
final class Failures {

    private static final String UNIQUE_VIOLATION = "23505";

    /** Serialization failure, deadlock; and a row that two made at once: the next attempt finds it. */
    private static final Set<String> CONTENTION = Set.of("40001", "40P01", UNIQUE_VIOLATION);

    /** Statement cancelled by its timeout, lock not available, H2's lock timeout. */
    private static final Set<String> TIMEOUTS = Set.of("57014", "55P03", "HYT00");

    private Failures() {}

    /** Tells whether the transaction was rolled back because others were in the way. */
    static boolean isContention(Throwable failure) {
        return CONTENTION.contains(state(failure));
    }

    /** Tells whether the connection is of no use any more: broken, or ended by its database. */
    static boolean isConnectionLost(Throwable failure, Dialect dialect) {
        String state = state(failure);
        return state.startsWith("08") || dialect.ended(state);
    }

    static boolean isUniqueViolation(Throwable failure) {
        return UNIQUE_VIOLATION.equals(state(failure));
    }

    /** A failure before the commit was asked for: nothing was changed. */
    static ChatException beforeCommit(Throwable failure) {
        SQLException sql = sql(failure);
        if (sql == null) {
            return new ChatException(ErrorCode.INTERNAL, "the store failed: " + failure, failure);
        }
        String state = state(failure);
        if (sql instanceof SQLTransientConnectionException && sql.getCause() == null) {
            return new ChatException(ErrorCode.OVERLOADED, "all connections to the database are busy", sql);
        }
        if (TIMEOUTS.contains(state) || state.startsWith("53") || CONTENTION.contains(state)) {
            return new ChatException(ErrorCode.OVERLOADED, "the database is too busy (" + state + ")", sql);
        }
        if (state.startsWith("22")) {
            return new ChatException(ErrorCode.BAD_REQUEST, "the database cannot hold this value (" + state + ")", sql);
        }
        return new ChatException(ErrorCode.STORE_UNAVAILABLE, "the database failed (" + state + ")", sql);
    }

    /** A failure while or after the commit was asked for: only some say that nothing was changed. */
    static ChatException atCommit(Throwable failure) {
        SQLException sql = sql(failure);
        String state = state(failure);
        if (state.startsWith("23") || state.startsWith("40")) {
            return beforeCommit(failure);
        }
        return new ChatException(
                ErrorCode.OUTCOME_UNKNOWN,
                "the database did not answer the commit (" + state + ")",
                sql == null ? failure : sql);
    }

    private static String state(Throwable failure) {
        SQLException sql = sql(failure);
        return sql == null || sql.getSQLState() == null ? "no SQL state" : sql.getSQLState();
    }

    /** The driver's own exception: what jdbi wraps around it can name the values of the statement. */
    private static @Nullable SQLException sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
