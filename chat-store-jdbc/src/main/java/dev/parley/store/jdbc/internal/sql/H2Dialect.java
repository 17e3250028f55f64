package dev.parley.store.jdbc.internal.sql;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.Update;

/**
 * H2 in its own mode. With {@code WRITE_DELAY=0} a commit has written its changes to the file when it returns, but has
 * not forced them to the disk; {@link H2Chunks} does that, once for all commits that wait for it.
 */
final class H2Dialect implements Dialect {

    private enum Durability {
        FORCED("H2 file, forced to disk at every commit"),
        DELAYED("H2 file, written after its WRITE_DELAY: a crash can lose what was acknowledged just before"),
        MEMORY("H2 in memory: nothing survives the process");

        private final String text;

        Durability(String text) {
            this.text = text;
        }
    }

    private final Durability durability;
    private final AtomicLong commits = new AtomicLong();
    private final ReentrantLock forcing = new ReentrantLock();
    private final H2Chunks chunks = new H2Chunks();
    private long forced;

    H2Dialect(Handle handle) {
        durability = durabilityOf(handle);
    }

    private static Durability durabilityOf(Handle handle) {
        boolean inFile = handle.createQuery("SELECT DATABASE_PATH() IS NOT NULL")
                .mapTo(Boolean.class)
                .one();
        if (!inFile) {
            return Durability.MEMORY;
        }
        // The database's own value, and the one of the URL where it names one.
        List<String> delays = handle.createQuery(
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'")
                .mapTo(String.class)
                .list();
        boolean admin = handle.createQuery(
                        "SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER")
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        // Only an administrator may force.
        return Set.copyOf(delays).equals(Set.of("0")) && admin ? Durability.FORCED : Durability.DELAYED;
    }

    @Override
    public String folder() {
        return "h2";
    }

    @Override
    public String durability(Handle handle) {
        return durability.text;
    }

    @Override
    public boolean asksInSets() {
        return false;
    }

    @Override
    public boolean ended(String state) {
        return H2File.ended(state);
    }

    @Override
    public void afterCommit(Handle handle) {
        if (durability != Durability.FORCED) {
            return;
        }
        long mine = commits.incrementAndGet();
        forcing.lock();
        try {
            if (forced < mine) {
                long all = commits.get();
                if (!chunks.force(handle.getConnection())) {
                    handle.execute("CHECKPOINT SYNC");
                }
                forced = all;
            }
        } finally {
            forcing.unlock();
        }
        chunks.compact(handle.getConnection());
    }

    /** A change of the schema commits by itself, so the lock needs a connection of its own. */
    @Override
    public void exclusively(Jdbi jdbi, Consumer<Handle> change) {
        // Not the jdbi methods that take a callback: nested ones would share a handle.
        try (Handle lock = jdbi.open();
                Handle worker = jdbi.open()) {
            lock.execute("CREATE TABLE IF NOT EXISTS parley_schema_lock (id INT PRIMARY KEY)");
            insertMissing(lock, "parley_schema_lock", List.of("id"), List.of(List.of("1")));
            lock.begin();
            lock.createQuery("SELECT id FROM parley_schema_lock FOR UPDATE")
                    .mapTo(Integer.class)
                    .one();
            change.accept(worker);
            lock.commit();
        }
    }

    @Override
    public void insertMissing(Handle handle, String table, List<String> columns, Collection<List<String>> rows) {
        String values = columns.stream()
                .map(column -> "CAST(:" + column + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
        String key = columns.stream().map(column -> column + " = :" + column).collect(Collectors.joining(" AND "));
        String sql = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + values
                + " WHERE NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + key + ")";
        for (List<String> row : rows) {
            try (Update insert = handle.createUpdate(sql)) {
                for (int i = 0; i < columns.size(); i++) {
                    insert.bind(columns.get(i), row.get(i));
                }
                insert.execute();
            } catch (StatementException e) {
                // Somebody else made the row meanwhile; only the statement failed, not the transaction.
                if (!Failures.isUniqueViolation(e)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public String bumpInbox() {
        return """
                MERGE INTO parley_inbox AS t
                USING (SELECT CAST(:user AS VARCHAR) AS user_id, CAST(:conversation AS VARCHAR) AS conversation,
                    CAST(:seq AS BIGINT) AS last_seq, CAST(:id AS UUID) AS sort_id) AS s
                ON t.user_id = s.user_id AND t.conversation = s.conversation
                WHEN MATCHED AND t.last_seq < s.last_seq THEN UPDATE
                    SET last_seq = s.last_seq, sort_id = s.sort_id
                WHEN NOT MATCHED THEN INSERT (user_id, conversation, last_seq, sort_id)
                    VALUES (s.user_id, s.conversation, s.last_seq, s.sort_id)""";
    }

    @Override
    public String saveConversation() {
        return """
                MERGE INTO parley_conversation AS t
                USING (SELECT CAST(:conversation AS VARCHAR) AS conversation, CAST(:kind AS VARCHAR) AS kind,
                    CAST(:title AS VARCHAR) AS title, CAST(:history AS VARCHAR) AS history,
                    CAST(:state AS BIGINT) AS state_seq, CAST(:count AS INT) AS member_count) AS s
                ON t.conversation = s.conversation
                WHEN MATCHED AND t.state_seq < s.state_seq THEN UPDATE
                    SET kind = s.kind, title = s.title, history = s.history, state_seq = s.state_seq,
                        member_count = s.member_count
                WHEN NOT MATCHED THEN INSERT (conversation, kind, title, history, state_seq, member_count)
                    VALUES (s.conversation, s.kind, s.title, s.history, s.state_seq, s.member_count)""";
    }

    @Override
    public String saveMember() {
        return """
                MERGE INTO parley_member AS t
                USING (SELECT CAST(:conversation AS VARCHAR) AS conversation, CAST(:user AS VARCHAR) AS user_id,
                    CAST(:since AS BIGINT) AS since_seq, CAST(:from AS BIGINT) AS from_seq,
                    CAST(:to AS BIGINT) AS to_seq, CAST(:role AS VARCHAR) AS member_role,
                    CAST(:state AS BIGINT) AS state_seq) AS s
                ON t.conversation = s.conversation AND t.user_id = s.user_id AND t.since_seq = s.since_seq
                WHEN MATCHED AND t.state_seq < s.state_seq THEN UPDATE
                    SET from_seq = s.from_seq, to_seq = s.to_seq, member_role = s.member_role, state_seq = s.state_seq
                WHEN NOT MATCHED THEN
                    INSERT (conversation, user_id, since_seq, from_seq, to_seq, member_role, state_seq)
                    VALUES (s.conversation, s.user_id, s.since_seq, s.from_seq, s.to_seq, s.member_role, s.state_seq)""";
    }

    @Override
    public String raiseDeviceMark() {
        return """
                MERGE INTO parley_device_mark AS t
                USING (SELECT CAST(:user AS VARCHAR) AS user_id, CAST(:device AS VARCHAR) AS device,
                    CAST(:conversation AS VARCHAR) AS conversation, CAST(:delivered AS BIGINT) AS delivered_seq) AS s
                ON t.user_id = s.user_id AND t.device = s.device AND t.conversation = s.conversation
                WHEN MATCHED AND t.delivered_seq < s.delivered_seq THEN UPDATE SET delivered_seq = s.delivered_seq
                WHEN NOT MATCHED THEN INSERT (user_id, device, conversation, delivered_seq)
                    VALUES (s.user_id, s.device, s.conversation, s.delivered_seq)""";
    }
}
