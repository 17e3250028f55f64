package dev.parley.store.jdbc.internal.sql;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What differs between databases; all other SQL is shared. Thread-safe. */
public interface Dialect {

    /** The name of the folder that holds its migrations. */
    String folder();

    /** Says what surviving a commit means, as far as the database tells. */
    String durability(Handle handle);

    /**
     * Tells how to ask for many rows: true when statements cross a network and row locks are taken in the order that
     * {@code ORDER BY} asks for, so that one statement for all is best; false for one statement each.
     */
    boolean asksInSets();

    /** Tells by an SQL state whether the database stopped, or closed itself, under its connections. */
    boolean ended(String state);

    /** Does what makes the commits before it durable. */
    void afterCommit(Handle handle);

    /** Runs a change of the schema while nobody else runs one. */
    void exclusively(Jdbi jdbi, Consumer<Handle> change);

    /**
     * Inserts rows of text, leaving out those whose key exists.
     *
     * @param columns the columns, which are the key
     * @param rows the values, in the order in which rows may be locked
     */
    void insertMissing(Handle handle, String table, List<String> columns, Collection<List<String>> rows);

    /** Binds user, conversation, seq, id: inserts or raises an inbox row. */
    String bumpInbox();

    /** Binds conversation, kind, title, history, state, count: inserts, or replaces an older conversation. */
    String saveConversation();

    /** Binds conversation, user, since, from, to, role, state: inserts, or replaces an older membership. */
    String saveMember();

    /** Binds user, device, conversation, delivered: inserts or raises a device's mark. */
    String raiseDeviceMark();
}
