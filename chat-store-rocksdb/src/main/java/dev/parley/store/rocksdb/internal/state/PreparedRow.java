package dev.parley.store.rocksdb.internal.state;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.Group;
import dev.parley.view.ConversationSettings;
import java.util.UUID;

/** A row of an inbox that is to move up, its key made on the thread of the caller. Immutable. */
public final class PreparedRow {

    private final ConversationId conversation;
    private final byte[] key;

    /**
     * Makes the key.
     *
     * @param user whose inbox
     * @param conversation which row
     */
    public PreparedRow(UserId user, ConversationId conversation) {
        this.conversation = conversation;
        this.key = key(user, conversation);
    }

    /**
     * Moves the row up, unless it is there or higher already.
     *
     * @param group what it changes with
     * @param seq the seq of the entry
     * @param sortId the id of the entry
     */
    public void moveUp(Group group, long seq, UUID sortId) {
        byte[] stored = group.get(Family.INBOX, key);
        if (stored == null || seq > InboxFormat.lastSeq(stored)) {
            ConversationSettings settings = stored == null
                    ? ConversationSettings.DEFAULT
                    : InboxFormat.decode(conversation, stored).settings();
            group.put(Family.INBOX, key, InboxFormat.encode(seq, sortId, settings));
        }
    }

    static byte[] key(UserId user, ConversationId conversation) {
        return ByteWriter.key(user.value(), conversation.value());
    }
}
