package dev.parley.store.rocksdb.internal.log;

import dev.parley.model.ConversationId;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.store.rocksdb.internal.db.Bytes;

/** The keys of what belongs to logs. */
final class LogKeys {

    /** What the keys begin with that lie in the family of what is rarely written. */
    private static final int MODIFIERS = 't';

    private static final int DELETED = 'x';

    private LogKeys() {}

    /** What the keys of a conversation's entries begin with; their seq follows. */
    static byte[] log(ConversationId conversation) {
        return ByteWriter.key(conversation.value());
    }

    /** The conversation that an entry's key begins with. */
    static ConversationId conversation(byte[] entry) {
        return new ConversationId(Bytes.text(entry, entry.length - Long.BYTES - 1));
    }

    /** The key under which the seq of an entry lies that was made under an idempotency key. */
    static byte[] made(ConversationId conversation, Origin origin) {
        return made(conversation, origin.sender(), origin.key());
    }

    static byte[] made(ConversationId conversation, UserId sender, String key) {
        return ByteWriter.key(conversation.value(), sender.value(), key);
    }

    /** What the keys begin with that tell of modifications of a message; their seq follows. */
    static byte[] modifiers(ConversationId conversation, long target) {
        return new ByteWriter(80)
                .int8(MODIFIERS)
                .id(conversation.value())
                .int64(target)
                .toBytes();
    }

    /** What the keys begin with that tell of deleted messages; their seq follows. */
    static byte[] deleted(ConversationId conversation) {
        return new ByteWriter(80).int8(DELETED).id(conversation.value()).toBytes();
    }
}
