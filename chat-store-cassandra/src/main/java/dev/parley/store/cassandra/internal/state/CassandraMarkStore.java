package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.DatabaseStore;
import dev.parley.store.cassandra.internal.db.Futures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A row for each conversation in its user's partition, and one for each device. Every mark is written with itself as the
 * timestamp, so that of all writes the highest stays, whenever they come. Thread-safe.
 */
public final class CassandraMarkStore extends DatabaseStore implements MarkStore {

    /** The device under which the user's own marks are. */
    private static final String USER = "";

    private final Writes writes;
    private final PreparedStatement select;
    private final PreparedStatement delivered;
    private final PreparedStatement read;
    private final PreparedStatement shown;

    /** Whose marks, in whose partition. */
    private record Place(UserId user, ConversationId conversation) {}

    public CassandraMarkStore(Database database) {
        super(database);
        writes = new Writes(database);
        select = database.idempotent("SELECT conversation, delivered, read, shown FROM ${keyspace}.parley_mark"
                + " WHERE user = ? AND conversation = ? AND device = ?");
        String where = " = ? WHERE user = ? AND conversation = ? AND device = ?";
        String update = "UPDATE ${keyspace}.parley_mark USING TIMESTAMP ? SET ";
        delivered = database.idempotent(update + "delivered" + where);
        read = database.idempotent(update + "read" + where);
        shown = database.idempotent(update + "shown" + where);
    }

    @Override
    public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
        List<MarkAdvance> asked = List.copyOf(advances);
        List<Place> places = asked.stream()
                .map(each -> new Place(each.user(), each.conversation()))
                .distinct()
                .toList();
        return database.write(() -> marks(places).thenCompose(current -> {
            Map<Place, Marks> risen = new LinkedHashMap<>();
            List<MarkChange> changes = new ArrayList<>(asked.size());
            for (MarkAdvance each : asked) {
                Place place = new Place(each.user(), each.conversation());
                Marks before = current.getOrDefault(place, Marks.NONE);
                MarkChange change = new MarkChange(before, before.max(each.marks()));
                changes.add(change);
                if (change.changed()) {
                    current.put(place, change.after());
                    risen.put(place, change.after());
                }
            }
            return writes.all(statements(asked, risen)).thenApply(done -> changes);
        }));
    }

    private List<Statement<?>> statements(List<MarkAdvance> advances, Map<Place, Marks> risen) {
        List<Statement<?>> statements = new ArrayList<>();
        risen.forEach((place, marks) -> statements.add(raise(place, marks)));
        for (MarkAdvance each : advances) {
            DeviceId device = each.device();
            long value = each.marks().delivered();
            if (device != null && value > 0) {
                statements.add(delivered.bind(
                        value, value, each.user().value(), each.conversation().value(), device.value()));
            }
        }
        return statements;
    }

    private BatchStatement raise(Place place, Marks marks) {
        BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
        add(batch, delivered, marks.delivered(), place);
        add(batch, read, marks.read(), place);
        add(batch, shown, marks.readShown(), place);
        return database.configured(batch.build()).setIdempotent(true);
    }

    private static void add(BatchStatementBuilder batch, PreparedStatement statement, long value, Place place) {
        if (value > 0) {
            batch.addStatement(statement.bind(
                    value, value, place.user().value(), place.conversation().value(), USER));
        }
    }

    /** The marks of those that have any. */
    private CompletionStage<Map<Place, Marks>> marks(List<Place> places) {
        return Futures.each(
                        places,
                        place -> row(place, USER)
                                .thenApply(rows -> rows.stream()
                                        .map(CassandraMarkStore::marks)
                                        .findFirst()
                                        .orElse(Marks.NONE)))
                .thenApply(found -> {
                    Map<Place, Marks> marks = new LinkedHashMap<>();
                    for (int i = 0; i < places.size(); i++) {
                        if (!found.get(i).equals(Marks.NONE)) {
                            marks.put(places.get(i), found.get(i));
                        }
                    }
                    return marks;
                });
    }

    private CompletionStage<List<Row>> row(Place place, String device) {
        return database.rows(
                select.bind(place.user().value(), place.conversation().value(), device), row -> row);
    }

    private static Marks marks(Row row) {
        return new Marks(row.getLong("delivered"), row.getLong("read"), row.getLong("shown"));
    }

    @Override
    public CompletionStage<Map<ConversationId, Marks>> ofUser(UserId user, Collection<ConversationId> conversations) {
        List<Place> places = conversations.stream()
                .distinct()
                .map(conversation -> new Place(user, conversation))
                .toList();
        return database.read(() -> marks(places).thenApply(found -> {
            Map<ConversationId, Marks> marks = new LinkedHashMap<>();
            found.forEach((place, each) -> marks.put(place.conversation(), each));
            return marks;
        }));
    }

    @Override
    public CompletionStage<Map<UserId, Marks>> ofConversation(ConversationId conversation, Collection<UserId> users) {
        return ofConversations(Map.of(conversation, users))
                .thenApply(found -> found.getOrDefault(conversation, Map.of()));
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Marks>>> ofConversations(
            Map<ConversationId, ? extends Collection<UserId>> users) {
        Map<ConversationId, Map<UserId, Marks>> answer = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        users.forEach((conversation, own) -> {
            answer.put(conversation, new LinkedHashMap<>());
            own.stream().distinct().forEach(user -> places.add(new Place(user, conversation)));
        });
        return database.read(() -> marks(places).thenApply(found -> {
            found.forEach((place, each) -> answer.computeIfAbsent(place.conversation(), id -> new LinkedHashMap<>())
                    .put(place.user(), each));
            return answer;
        }));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> ofDevice(
            UserId user, DeviceId device, Collection<ConversationId> conversations) {
        List<ConversationId> asked = conversations.stream().distinct().toList();
        return database.read(() -> asked.isEmpty()
                ? CompletableFuture.completedFuture(Map.of())
                : Futures.each(asked, conversation -> row(new Place(user, conversation), device.value()))
                        .thenApply(found -> {
                            Map<ConversationId, Long> marks = new LinkedHashMap<>();
                            found.forEach(rows -> rows.forEach(row -> marks.put(
                                    new ConversationId(Texts.text(row, "conversation")), row.getLong("delivered"))));
                            return marks;
                        }));
    }
}
