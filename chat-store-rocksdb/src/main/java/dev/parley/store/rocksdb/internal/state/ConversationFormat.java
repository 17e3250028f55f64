package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.view.Conversation;
import java.util.Optional;
import java.util.function.Function;

/** Conversations and memberships as values: the state seq first, by which saves are judged; constants by their names. */
final class ConversationFormat {

    private ConversationFormat() {}

    static long stateSeq(byte[] value) {
        return new ByteReader(value).varint();
    }

    static byte[] encode(Conversation conversation) {
        String title = conversation.title();
        ByteWriter out = new ByteWriter(64)
                .varint(conversation.stateSeq())
                .varint(conversation.memberCount())
                .sized(conversation.kind().wireName())
                .sized(conversation.history().wireName());
        if (title != null) {
            out.sized(title);
        }
        return out.toBytes();
    }

    static Conversation conversation(ConversationId id, byte[] value) {
        ByteReader in = new ByteReader(value);
        long stateSeq = in.varint();
        int memberCount = (int) in.varint();
        ConversationKind kind = named(in.sized(), ConversationKind::ofWireName);
        HistoryPolicy history = named(in.sized(), HistoryPolicy::ofWireName);
        return new Conversation(id, kind, in.hasMore() ? in.sized() : null, history, stateSeq, memberCount);
    }

    static byte[] encode(Membership membership) {
        return new ByteWriter(32)
                .varint(membership.stateSeq())
                .varint(membership.since())
                .varint(membership.from())
                .varint(membership.to())
                .sized(membership.role().wireName())
                .toBytes();
    }

    static Membership membership(ConversationId conversation, UserId user, byte[] value) {
        ByteReader in = new ByteReader(value);
        long stateSeq = in.varint();
        return new Membership(
                conversation,
                user,
                in.varint(),
                in.varint(),
                in.varint(),
                named(in.sized(), Role::ofWireName),
                stateSeq);
    }

    /** Reads a constant; a name that this version does not know is an error, because no default would be right. */
    private static <T> T named(String name, Function<String, Optional<T>> reader) {
        return reader.apply(name)
                .orElseThrow(
                        () -> new IllegalStateException("name: " + name + " (expected: one that this version knows)"));
    }
}
