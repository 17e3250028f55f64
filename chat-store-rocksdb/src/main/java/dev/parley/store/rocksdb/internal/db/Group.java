package dev.parley.store.rocksdb.internal.db;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What writes see and change: the database, and before it what this group changed already and what is remembered of the
 * groups before. Confined to the committer.
 */
public final class Group {

    private static final byte[] NOTHING = new byte[0];

    /** What a remembered row takes beside its bytes. */
    private static final int OVERHEAD = 160;

    private static final class Row {
        private final Family family;
        private final byte[] key;
        private final int hash;

        Row(Family family, byte[] key) {
            this.family = family;
            this.key = key;
            hash = Arrays.hashCode(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row that && family == that.family && Arrays.equals(key, that.key);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final GroupBatch batch = new GroupBatch();
    private final Map<Row, byte[]> changed = new HashMap<>();
    private final Map<Row, byte[]> recent = new LinkedHashMap<>(1_024, 0.75f, true);
    private final long mostRecentBytes;
    private long recentBytes;
    private Opened opened;

    Group(Opened opened, long mostRecentBytes) {
        this.opened = opened;
        this.mostRecentBytes = mostRecentBytes;
    }

    /** Reads a row as the writes before left it. */
    public byte @Nullable [] get(Family family, byte[] key) {
        Row row = new Row(family, key);
        byte[] value = (family.worthRemembering() ? recent : changed).get(row);
        if (value != null) {
            return value == NOTHING ? null : value;
        }
        byte[] stored = stored(family, key);
        if (stored != null && family.worthRemembering()) {
            remember(row, stored);
        }
        return stored;
    }

    /** Reads a row as the groups before this one left it. */
    public byte @Nullable [] stored(Family family, byte[] key) {
        try {
            return opened.get(family, key);
        } catch (RocksDBException e) {
            throw Failures.read(e);
        }
    }

    /** Writes a row. */
    public void put(Family family, byte[] key, byte[] value) {
        add(family, key, value);
        change(new Row(family, key), value);
    }

    /** Writes a row that no write reads. */
    public void add(Family family, byte[] key, byte[] value) {
        batch.put(opened.number(family), key, value);
    }

    /** Deletes a row. */
    public void delete(Family family, byte[] key) {
        batch.delete(opened.number(family), key);
        change(new Row(family, key), NOTHING);
    }

    private void change(Row row, byte[] value) {
        if (row.family.worthRemembering()) {
            remember(row, value);
        } else {
            changed.put(row, value);
        }
    }

    /** Where a log ends, which is remembered until room is needed. */
    public byte[] head(byte[] log, Function<Group, byte[]> read) {
        Row row = new Row(Family.HEADS, log);
        byte[] head = recent.get(row);
        if (head == null) {
            head = read.apply(this);
            remember(row, head);
        }
        return head;
    }

    /** Where a log ends after this group. It is written when it is forgotten, and not before. */
    public void setHead(byte[] log, byte[] head) {
        remember(new Row(Family.HEADS, log), head);
    }

    /** The last row up to a key, as the groups before left it, when its key begins with a prefix. */
    public boolean last(Family family, byte[] prefix, byte[] upTo, View.Rows row) {
        return View.last(opened.iterator(family), prefix, upTo, row);
    }

    /** Reads as of now, when the group is on the disk. */
    public View view() {
        return new View(opened);
    }

    private void remember(Row row, byte[] value) {
        byte[] old = recent.put(row, value);
        recentBytes += value.length - (old == null ? -OVERHEAD - row.key.length : old.length);
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    int size() {
        return batch.size();
    }

    /** Writes the group; what it changed is what the next one finds. */
    void write() throws RocksDBException {
        opened.write(batch.toBytes());
    }

    /** The group is over and on the disk: begins the next one. */
    void next() {
        batch.clear();
        changed.clear();
        // Only now: what a group changed must be found until it is written.
        Iterator<Map.Entry<Row, byte[]>> oldest = recent.entrySet().iterator();
        while (recentBytes > mostRecentBytes && oldest.hasNext()) {
            Map.Entry<Row, byte[]> row = oldest.next();
            Row forgotten = row.getKey();
            recentBytes -= row.getValue().length + OVERHEAD + forgotten.key.length;
            oldest.remove();
            if (forgotten.family == Family.HEADS) {
                add(Family.HEADS, forgotten.key, row.getValue());
            }
        }
    }

    /** The group came to nothing: begins anew, remembering nothing of it. */
    void forget() {
        batch.clear();
        changed.clear();
        recent.clear();
        recentBytes = 0;
    }

    /** Goes on with the same database, opened again. */
    void use(Opened fresh) {
        forget();
        opened = fresh;
    }
}
