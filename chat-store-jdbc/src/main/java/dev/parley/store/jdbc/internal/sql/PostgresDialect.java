package dev.parley.store.jdbc.internal.sql;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** PostgreSQL, which makes a commit durable itself, as its own settings say. */
final class PostgresDialect implements Dialect {

    /** Any number that no other user of advisory locks in the database has: "parley" as ASCII. */
    private static final long MIGRATION_LOCK = 0x7061726c6579L;

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public String durability(Handle handle) {
        String version = setting(handle, "server_version").split(" ", 2)[0];
        return "PostgreSQL " + version + ", fsync " + setting(handle, "fsync") + ", synchronous_commit "
                + setting(handle, "synchronous_commit");
    }

    private static String setting(Handle handle, String name) {
        return handle.createQuery("SELECT current_setting(:name)")
                .bind("name", name)
                .mapTo(String.class)
                .one();
    }

    @Override
    public boolean asksInSets() {
        return true;
    }

    @Override
    public boolean ended(String state) {
        return state.startsWith("57P"); // admin_shutdown, crash_shutdown, cannot_connect_now, …
    }

    @Override
    public void afterCommit(Handle handle) {}

    @Override
    public void exclusively(Jdbi jdbi, Consumer<Handle> change) {
        jdbi.useTransaction(handle -> {
            handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock)) AS locked")
                    .bind("lock", MIGRATION_LOCK)
                    .mapTo(Integer.class)
                    .one();
            change.accept(handle);
        });
    }

    @Override
    public void insertMissing(Handle handle, String table, List<String> columns, Collection<List<String>> rows) {
        String values = columns.stream().map(column -> ":" + column).collect(Collectors.joining(", "));
        PreparedBatch batch = handle.prepareBatch("INSERT INTO " + table + " (" + String.join(", ", columns)
                + ") VALUES (" + values + ") ON CONFLICT DO NOTHING");
        for (List<String> row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                batch.bind(columns.get(i), row.get(i));
            }
            batch.add();
        }
        batch.execute();
    }

    @Override
    public String bumpInbox() {
        return """
                INSERT INTO parley_inbox AS t (user_id, conversation, last_seq, sort_id)
                VALUES (:user, :conversation, :seq, :id)
                ON CONFLICT (user_id, conversation) DO UPDATE
                SET last_seq = EXCLUDED.last_seq, sort_id = EXCLUDED.sort_id
                WHERE t.last_seq < EXCLUDED.last_seq""";
    }

    @Override
    public String saveConversation() {
        return """
                INSERT INTO parley_conversation AS t (conversation, kind, title, history, state_seq, member_count)
                VALUES (:conversation, :kind, :title, :history, :state, :count)
                ON CONFLICT (conversation) DO UPDATE
                SET kind = EXCLUDED.kind, title = EXCLUDED.title, history = EXCLUDED.history,
                    state_seq = EXCLUDED.state_seq, member_count = EXCLUDED.member_count
                WHERE t.state_seq < EXCLUDED.state_seq""";
    }

    @Override
    public String saveMember() {
        return """
                INSERT INTO parley_member AS t
                    (conversation, user_id, since_seq, from_seq, to_seq, member_role, state_seq)
                VALUES (:conversation, :user, :since, :from, :to, :role, :state)
                ON CONFLICT (conversation, user_id, since_seq) DO UPDATE
                SET from_seq = EXCLUDED.from_seq, to_seq = EXCLUDED.to_seq, member_role = EXCLUDED.member_role,
                    state_seq = EXCLUDED.state_seq
                WHERE t.state_seq < EXCLUDED.state_seq""";
    }

    @Override
    public String raiseDeviceMark() {
        return """
                INSERT INTO parley_device_mark AS t (user_id, device, conversation, delivered_seq)
                VALUES (:user, :device, :conversation, :delivered)
                ON CONFLICT (user_id, device, conversation) DO UPDATE SET delivered_seq = EXCLUDED.delivered_seq
                WHERE t.delivered_seq < EXCLUDED.delivered_seq""";
    }
}
