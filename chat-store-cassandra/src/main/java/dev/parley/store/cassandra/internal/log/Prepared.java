package dev.parley.store.cassandra.internal.log;

import com.datastax.oss.driver.api.core.data.ByteUtils;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.UserId;
import dev.parley.protocol.EntryCodec;
import dev.parley.store.cassandra.internal.row.EntryType;
import dev.parley.store.cassandra.internal.row.Key;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An entry that has no seq yet, encoded once for all attempts. Immutable.
 *
 * @param entry the entry
 * @param key its key
 * @param body its body as bytes, which nobody moves on in
 */
record Prepared(NewEntry entry, Key key, ByteBuffer body) {

    static Prepared of(NewEntry entry) {
        return new Prepared(
                entry,
                Key.of(entry),
                ByteBuffer.wrap(EntryCodec.encode(entry.body())).asReadOnlyBuffer());
    }

    byte type() {
        return EntryType.of(entry.body());
    }

    long target() {
        return entry.body().target();
    }

    ByteBuffer fingerprint() {
        return ByteUtils.fromHexString("0x" + entry.fingerprint());
    }

    List<String> mentions() {
        return entry.body() instanceof EntryBody.Posted posted
                ? posted.body().mentions().stream().map(UserId::value).toList()
                : List.of();
    }

    Entry at(ConversationId conversation, long seq) {
        return new Entry(conversation, seq, entry.id(), entry.origin(), entry.time(), entry.body());
    }
}
