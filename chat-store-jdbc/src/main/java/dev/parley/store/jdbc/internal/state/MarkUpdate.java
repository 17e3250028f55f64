package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Raises marks inside one transaction: locks the rows, compares in memory, writes those that rose. As with the heads of
 * logs, rows are made before any that exist are locked, so that deadlocks can't arise. Confined to its thread.
 */
final class MarkUpdate {

    private record Row(UserId user, ConversationId conversation) {
        private static final Comparator<Row> ORDER =
                Comparator.comparing(Row::user).thenComparing(Row::conversation);
    }

    private record DeviceRow(UserId user, DeviceId device, ConversationId conversation) {
        private static final Comparator<DeviceRow> ORDER = Comparator.comparing(DeviceRow::user)
                .thenComparing(DeviceRow::device)
                .thenComparing(DeviceRow::conversation);
    }

    private static final String SELECT =
            "SELECT m.user_id, m.delivered_seq, m.read_seq, m.shown_seq, m.conversation FROM parley_mark m ";

    private final Handle handle;
    private final Dialect dialect;

    MarkUpdate(Handle handle, Dialect dialect) {
        this.handle = handle;
        this.dialect = dialect;
    }

    /** Reads the second to fourth column. */
    static Marks marks(ResultSet row) throws SQLException {
        return new Marks(row.getLong(2), row.getLong(3), row.getLong(4));
    }

    List<MarkChange> advance(List<MarkAdvance> advances) {
        SortedSet<Row> rows = new TreeSet<>(Row.ORDER);
        SortedMap<DeviceRow, Long> devices = new TreeMap<>(DeviceRow.ORDER);
        for (MarkAdvance each : advances) {
            rows.add(new Row(each.user(), each.conversation()));
            DeviceId device = each.device();
            if (device != null && each.marks().delivered() > 0) {
                devices.merge(
                        new DeviceRow(each.user(), device, each.conversation()),
                        each.marks().delivered(),
                        Math::max);
            }
        }
        Map<Row, Marks> current = lock(rows);
        SortedMap<Row, Marks> risen = new TreeMap<>(Row.ORDER);
        List<MarkChange> changes = new ArrayList<>(advances.size());
        for (MarkAdvance each : advances) {
            Row row = new Row(each.user(), each.conversation());
            Marks before = current.getOrDefault(row, Marks.NONE);
            MarkChange change = new MarkChange(before, before.max(each.marks()));
            changes.add(change);
            if (change.changed()) {
                current.put(row, change.after());
                risen.put(row, change.after());
            }
        }
        write(risen);
        raise(devices);
        return changes;
    }

    private Map<Row, Marks> lock(SortedSet<Row> rows) {
        Map<Row, Marks> found = lockExisting(rows);
        if (found.size() == rows.size()) {
            return found;
        }
        handle.rollback();
        handle.begin();
        List<List<String>> keys = rows.stream()
                .map(row -> List.of(row.user().value(), row.conversation().value()))
                .toList();
        dialect.insertMissing(handle, "parley_mark", List.of("user_id", "conversation"), keys);
        return lockExisting(rows);
    }

    private Map<Row, Marks> lockExisting(SortedSet<Row> rows) {
        Map<Row, Marks> found = new HashMap<>();
        if (dialect.asksInSets()) {
            Query query = handle.createQuery(SELECT + """
                            JOIN UNNEST(CAST(:users AS VARCHAR ARRAY), CAST(:conversations AS VARCHAR ARRAY))
                                AS k (user_id, conversation)
                            ON m.user_id = k.user_id AND m.conversation = k.conversation
                            ORDER BY m.user_id, m.conversation FOR UPDATE OF m""")
                    .bindArray(
                            "users",
                            String.class,
                            rows.stream().map(row -> row.user().value()).toList())
                    .bindArray(
                            "conversations",
                            String.class,
                            rows.stream().map(row -> row.conversation().value()).toList());
            collect(query, found);
            return found;
        }
        for (Row row : rows) {
            Query query = handle.createQuery(
                            SELECT + "WHERE m.user_id = :user AND m.conversation = :conversation FOR UPDATE")
                    .bind("user", row.user().value())
                    .bind("conversation", row.conversation().value());
            collect(query, found);
        }
        return found;
    }

    private static void collect(Query query, Map<Row, Marks> found) {
        query.map((row, context) -> Map.entry(
                        new Row(new UserId(row.getString(1)), new ConversationId(row.getString(5))), marks(row)))
                .forEach(each -> found.put(each.getKey(), each.getValue()));
    }

    private void write(SortedMap<Row, Marks> risen) {
        if (risen.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE parley_mark SET delivered_seq = :delivered, read_seq = :read, shown_seq = :shown
                WHERE user_id = :user AND conversation = :conversation""");
        risen.forEach((row, marks) -> batch.bind("delivered", marks.delivered())
                .bind("read", marks.read())
                .bind("shown", marks.readShown())
                .bind("user", row.user().value())
                .bind("conversation", row.conversation().value())
                .add());
        batch.execute();
    }

    private void raise(SortedMap<DeviceRow, Long> devices) {
        if (devices.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(dialect.raiseDeviceMark());
        devices.forEach((row, delivered) -> batch.bind("user", row.user().value())
                .bind("device", row.device().value())
                .bind("conversation", row.conversation().value())
                .bind("delivered", delivered)
                .add());
        batch.execute();
    }
}
