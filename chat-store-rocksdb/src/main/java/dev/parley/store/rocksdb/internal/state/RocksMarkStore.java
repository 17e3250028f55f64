package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.db.DatabaseStore;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.Group;
import dev.parley.store.rocksdb.internal.db.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row for each (conversation, user), and one for each device beside it. Thread-safe. */
public final class RocksMarkStore extends DatabaseStore implements MarkStore {

    public RocksMarkStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
        List<MarkAdvance> asked = List.copyOf(advances);
        return database.write(group -> {
            List<MarkChange> changes = new ArrayList<>(asked.size());
            for (MarkAdvance advance : asked) {
                changes.add(advance(group, advance));
                raise(group, advance);
            }
            return () -> changes;
        });
    }

    private static MarkChange advance(Group group, MarkAdvance advance) {
        byte[] key = key(advance.conversation(), advance.user());
        byte[] stored = group.get(Family.MARKS, key);
        Marks before = stored == null ? Marks.NONE : marks(stored);
        MarkChange change = new MarkChange(before, before.max(advance.marks()));
        if (change.changed()) {
            group.put(Family.MARKS, key, value(change.after()));
        }
        return change;
    }

    /** Raises the device's own mark. */
    private static void raise(Group group, MarkAdvance advance) {
        DeviceId device = advance.device();
        if (device == null) {
            return;
        }
        byte[] key = key(advance.conversation(), advance.user(), device);
        byte[] stored = group.get(Family.MARKS, key);
        if (advance.marks().delivered() > (stored == null ? 0 : new ByteReader(stored).varint())) {
            group.put(
                    Family.MARKS,
                    key,
                    new ByteWriter(4).varint(advance.marks().delivered()).toBytes());
        }
    }

    @Override
    public CompletionStage<Map<ConversationId, Marks>> ofUser(UserId user, Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(
                view -> found(view, asked, conversation -> key(conversation, user), RocksMarkStore::marks));
    }

    @Override
    public CompletionStage<Map<UserId, Marks>> ofConversation(ConversationId conversation, Collection<UserId> users) {
        List<UserId> asked = List.copyOf(users);
        return database.read(view -> ofConversation(view, conversation, asked));
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Marks>>> ofConversations(
            Map<ConversationId, ? extends Collection<UserId>> users) {
        Map<ConversationId, List<UserId>> asked = new LinkedHashMap<>();
        users.forEach((conversation, own) -> asked.put(conversation, List.copyOf(own)));
        return database.read(view -> {
            Map<ConversationId, Map<UserId, Marks>> found = new LinkedHashMap<>();
            asked.forEach((conversation, own) -> found.put(conversation, ofConversation(view, conversation, own)));
            return found;
        });
    }

    private static Map<UserId, Marks> ofConversation(View view, ConversationId conversation, List<UserId> users) {
        return found(view, users, user -> key(conversation, user), RocksMarkStore::marks);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> ofDevice(
            UserId user, DeviceId device, Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(view -> found(
                view, asked, conversation -> key(conversation, user, device), value -> new ByteReader(value).varint()));
    }

    private static <K, V> Map<K, V> found(
            View view, List<K> asked, Function<K, byte[]> key, Function<byte[], V> value) {
        List<byte @Nullable []> rows =
                view.get(Family.MARKS, asked.stream().map(key).toList());
        Map<K, V> found = new LinkedHashMap<>();
        each(asked, rows, (one, row) -> found.put(one, value.apply(row)));
        return found;
    }

    private static <K> void each(List<K> asked, List<byte @Nullable []> rows, BiConsumer<K, byte[]> taker) {
        for (int i = 0; i < rows.size(); i++) {
            byte[] row = rows.get(i);
            if (row != null) {
                taker.accept(asked.get(i), row);
            }
        }
    }

    private static byte[] key(ConversationId conversation, UserId user) {
        return ByteWriter.key(conversation.value(), user.value());
    }

    private static byte[] key(ConversationId conversation, UserId user, DeviceId device) {
        return ByteWriter.key(conversation.value(), user.value(), device.value());
    }

    private static byte[] value(Marks marks) {
        return new ByteWriter(12)
                .varint(marks.delivered())
                .varint(marks.read())
                .varint(marks.readShown())
                .toBytes();
    }

    private static Marks marks(byte[] value) {
        ByteReader in = new ByteReader(value);
        return new Marks(in.varint(), in.varint(), in.varint());
    }
}
