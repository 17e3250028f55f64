package dev.parley.store.jdbc.internal.log;

import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.EntryCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** How an entry lies in {@code parley_entry} and {@code parley_mention}. */
final class EntryRows {

    /** The columns that {@link #entry} reads. */
    static final String COLUMNS = "e.conversation, e.seq, e.id, e.sender, e.device, e.entry_key, e.time_ms, e.body";

    /** An entry and what tells whether another one under its key means the same. */
    record Stored(Entry entry, String fingerprint) {}

    private EntryRows() {}

    static Stored stored(ConversationId conversation, long seq, NewEntry added) {
        Entry entry = new Entry(conversation, seq, added.id(), added.origin(), added.time(), added.body());
        return new Stored(entry, added.fingerprint());
    }

    static Entry entry(ResultSet row) throws SQLException {
        String device = row.getString("device");
        Origin origin = new Origin(
                new UserId(row.getString("sender")),
                device == null ? null : new DeviceId(device),
                row.getString("entry_key"));
        return new Entry(
                new ConversationId(row.getString("conversation")),
                row.getLong("seq"),
                row.getObject("id", UUID.class),
                origin,
                Instant.ofEpochMilli(row.getLong("time_ms")),
                EntryCodec.decode(row.getBytes("body")));
    }

    static void insert(Handle handle, List<Stored> added) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO parley_entry (conversation, seq, id, sender, device, entry_key, fingerprint, time_ms, type,
                    target, body)
                VALUES (:conversation, :seq, :id, :sender, :device, :key, :fingerprint, :time, :type, :target, :body)""");
        for (Stored each : added) {
            Entry entry = each.entry();
            Origin origin = entry.origin();
            batch.bind("conversation", entry.conversation().value())
                    .bind("seq", entry.seq())
                    .bind("id", entry.id())
                    .bind("sender", origin.sender().value())
                    .bind("device", deviceOf(origin))
                    .bind("key", origin.key())
                    .bind("fingerprint", each.fingerprint())
                    .bind("time", entry.time().toEpochMilli())
                    .bind("type", typeOf(entry.body()))
                    .bind("target", targetOf(entry.body()))
                    .bind("body", EntryCodec.encode(entry.body()))
                    .add();
        }
        batch.execute();
        insertMentions(handle, added);
    }

    private static void insertMentions(Handle handle, List<Stored> added) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO parley_mention (conversation, user_id, seq) VALUES (:conversation, :user, :seq)");
        for (Stored each : added) {
            Entry entry = each.entry();
            if (entry.body() instanceof EntryBody.Posted posted) {
                MessageBody body = posted.body();
                body.mentions().stream()
                        .filter(user -> !user.equals(entry.origin().sender()))
                        .distinct()
                        .forEach(user -> batch.bind(
                                        "conversation", entry.conversation().value())
                                .bind("user", user.value())
                                .bind("seq", entry.seq())
                                .add());
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static @Nullable String deviceOf(Origin origin) {
        DeviceId device = origin.device();
        return device == null ? null : device.value();
    }

    private static @Nullable Long targetOf(EntryBody body) {
        return body.target() == 0 ? null : body.target();
    }

    /** Names that queries and people read; {@code message} and {@code delete} are what counting unread rests on. */
    private static String typeOf(EntryBody body) {
        if (body instanceof EntryBody.Posted) {
            return "message";
        } else if (body instanceof EntryBody.Edit) {
            return "edit";
        } else if (body instanceof EntryBody.Delete) {
            return "delete";
        } else if (body instanceof EntryBody.Reaction) {
            return "reaction";
        } else if (body instanceof EntryBody.Created) {
            return "created";
        } else if (body instanceof EntryBody.Renamed) {
            return "renamed";
        } else if (body instanceof EntryBody.MembersAdded) {
            return "members_added";
        } else if (body instanceof EntryBody.MemberRemoved) {
            return "member_removed";
        } else if (body instanceof EntryBody.RoleChanged) {
            return "role_changed";
        }
        return "unknown";
    }
}
