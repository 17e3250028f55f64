package dev.parley.store.jdbc.internal.log;

import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.Entry;
import dev.parley.store.jdbc.internal.sql.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Reads stretches of logs. Thread-safe. */
final class StretchQuery {

    private static final String ONE = "SELECT " + EntryRows.COLUMNS + """
             FROM parley_entry e WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to
            ORDER BY %s FETCH FIRST :limit ROWS ONLY""";

    private static final String ALL = "SELECT " + EntryRows.COLUMNS + """
            , s.place FROM UNNEST(CAST(:conversations AS varchar ARRAY), CAST(:froms AS bigint ARRAY),
                CAST(:tos AS bigint ARRAY), CAST(:limits AS bigint ARRAY))
                WITH ORDINALITY AS s (conversation, low, high, most, place)
            JOIN LATERAL (SELECT * FROM parley_entry e
                WHERE e.conversation = s.conversation AND e.seq BETWEEN s.low AND s.high
                ORDER BY %s FETCH FIRST s.most ROWS ONLY) AS e ON TRUE
            ORDER BY s.place, e.seq""";

    private record Found(int place, Entry entry) {}

    private final Dialect dialect;

    StretchQuery(Dialect dialect) {
        this.dialect = dialect;
    }

    /** H2 takes the order from the index only when the whole index is named. */
    private static String order(RangeEnd end) {
        return end == RangeEnd.OLDEST ? "e.conversation, e.seq" : "e.conversation DESC, e.seq DESC";
    }

    List<Entry> read(Handle handle, Stretch stretch) {
        List<Entry> entries = new ArrayList<>(handle.createQuery(ONE.formatted(order(stretch.end())))
                .bind("conversation", stretch.conversation().value())
                .bind("from", stretch.from())
                .bind("to", stretch.to())
                .bind("limit", stretch.limit())
                .map((row, context) -> EntryRows.entry(row))
                .list());
        if (stretch.end() == RangeEnd.NEWEST) {
            Collections.reverse(entries);
        }
        return entries;
    }

    /** One statement for each end that is asked for, or one for each stretch where that costs no round trip. */
    List<List<Entry>> read(Handle handle, List<Stretch> stretches) {
        if (!dialect.asksInSets()) {
            return stretches.stream().map(each -> read(handle, each)).toList();
        }
        List<List<Entry>> found = new ArrayList<>(stretches.size());
        stretches.forEach(each -> found.add(new ArrayList<>()));
        for (RangeEnd end : RangeEnd.values()) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < stretches.size(); i++) {
                if (stretches.get(i).end() == end) {
                    places.add(i);
                }
            }
            if (!places.isEmpty()) {
                List<Stretch> asked = places.stream().map(stretches::get).toList();
                for (Found each : read(handle, asked, end)) {
                    found.get(places.get(each.place() - 1)).add(each.entry());
                }
            }
        }
        return found;
    }

    private static List<Found> read(Handle handle, List<Stretch> stretches, RangeEnd end) {
        return handle.createQuery(ALL.formatted(order(end)))
                .bindArray(
                        "conversations",
                        String.class,
                        column(stretches, each -> each.conversation().value()))
                .bindArray("froms", Long.class, column(stretches, Stretch::from))
                .bindArray("tos", Long.class, column(stretches, Stretch::to))
                .bindArray("limits", Long.class, column(stretches, each -> (long) each.limit()))
                .map((row, context) -> new Found(row.getInt("place"), EntryRows.entry(row)))
                .list();
    }

    private static <T> List<T> column(List<Stretch> stretches, Function<Stretch, T> value) {
        return stretches.stream().map(value).toList();
    }
}
