package dev.parley.store.jdbc.internal.log;

import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Dialect;
import dev.parley.view.Unread;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts what is unread, never more rows of a range than its cap. Thread-safe. */
final class UnreadQuery {

    /** The messages to count, with the user beside those that mention them. */
    private static final String MESSAGES = """
            SELECT e.seq, m.user_id FROM parley_entry e
            LEFT JOIN parley_mention m ON m.conversation = e.conversation AND m.user_id = :user AND m.seq = e.seq
            WHERE e.conversation = %s AND e.seq > %s AND e.seq <= %s AND e.type = 'message' AND e.sender <> :user
            AND NOT EXISTS (SELECT 1 FROM parley_entry d
                WHERE d.conversation = e.conversation AND d.target = e.seq AND d.type = 'delete')
            ORDER BY e.conversation, e.seq FETCH FIRST %s ROWS ONLY""";

    private static final String ONE_RANGE = "SELECT COUNT(x.seq), COUNT(x.user_id), CAST(:cap AS INT) FROM ("
            + MESSAGES.formatted(":conversation", ":after", ":upTo", ":cap") + ") AS x";

    private static final String ALL_RANGES =
            """
            SELECT COUNT(x.seq), COUNT(x.user_id), r.most
            FROM UNNEST(CAST(:conversations AS varchar ARRAY), CAST(:afters AS bigint ARRAY),
                CAST(:upTos AS bigint ARRAY), CAST(:caps AS bigint ARRAY))
                WITH ORDINALITY AS r (conversation, low, high, most, place)
            LEFT JOIN LATERAL (""" + MESSAGES.formatted("r.conversation", "r.low", "r.high", "r.most") + """
            ) AS x ON TRUE GROUP BY r.place, r.most ORDER BY r.place""";

    private final Dialect dialect;

    UnreadQuery(Dialect dialect) {
        this.dialect = dialect;
    }

    List<Unread> count(Handle handle, UserId user, List<UnreadRange> ranges) {
        if (dialect.asksInSets()) {
            return handle.createQuery(ALL_RANGES)
                    .bind("user", user.value())
                    .bindArray(
                            "conversations",
                            String.class,
                            ranges.stream()
                                    .map(each -> each.conversation().value())
                                    .toList())
                    .bindArray(
                            "afters",
                            Long.class,
                            ranges.stream().map(UnreadRange::after).toList())
                    .bindArray(
                            "upTos",
                            Long.class,
                            ranges.stream().map(UnreadRange::upTo).toList())
                    .bindArray(
                            "caps",
                            Long.class,
                            ranges.stream().map(each -> (long) each.cap()).toList())
                    .map((row, context) -> unread(row))
                    .list();
        }
        return ranges.stream().map(range -> count(handle, user, range)).toList();
    }

    private static Unread count(Handle handle, UserId user, UnreadRange range) {
        return handle.createQuery(ONE_RANGE)
                .bind("user", user.value())
                .bind("conversation", range.conversation().value())
                .bind("after", range.after())
                .bind("upTo", range.upTo())
                .bind("cap", range.cap())
                .map((row, context) -> unread(row))
                .one();
    }

    private static Unread unread(ResultSet row) throws SQLException {
        int messages = row.getInt(1);
        return new Unread(messages, row.getInt(2), messages >= row.getInt(3));
    }
}
