package dev.parley.store.rocksdb.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.db.DatabaseStore;
import dev.parley.view.Unread;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** The logs. Thread-safe. */
public final class RocksLogStore extends DatabaseStore implements LogStore {

    public RocksLogStore(Database database) {
        super(database);
    }

    @Override
    public boolean movesRows() {
        return true;
    }

    @Override
    public CompletionStage<List<AppendResult>> append(List<Append> batch) {
        requirePositive("batch", batch.size());
        List<PreparedAppend> appends = batch.stream().map(PreparedAppend::new).toList();
        return database.write(group -> {
            appends.forEach(append -> append.judge(group));
            return () -> appends.stream().map(append -> append.result(group)).toList();
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(view -> {
            Map<ConversationId, LogHead> heads = new LinkedHashMap<>();
            asked.forEach(conversation -> heads.put(conversation, LogReading.head(view, conversation)));
            return heads;
        });
    }

    @Override
    public CompletionStage<List<Entry>> read(ConversationId conversation, long from, long to, int limit, RangeEnd end) {
        requirePositive("limit", limit);
        Stretch stretch = new Stretch(conversation, from, to, limit, end);
        return database.read(view -> LogReading.stretch(view, stretch));
    }

    @Override
    public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
        List<Stretch> asked = List.copyOf(stretches);
        asked.forEach(stretch -> requirePositive("limit", stretch.limit()));
        return database.read(view ->
                asked.stream().map(stretch -> LogReading.stretch(view, stretch)).toList());
    }

    @Override
    public CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets) {
        TreeSet<Long> asked = new TreeSet<>(targets);
        return database.read(view -> LogReading.modifications(view, conversation, asked));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, ? extends Collection<Long>> targets) {
        Map<ConversationId, TreeSet<Long>> asked = new LinkedHashMap<>();
        targets.forEach((conversation, own) -> asked.put(conversation, new TreeSet<>(own)));
        return database.read(view -> {
            Map<ConversationId, List<Entry>> found = new LinkedHashMap<>();
            asked.forEach(
                    (conversation, own) -> found.put(conversation, LogReading.modifications(view, conversation, own)));
            return found;
        });
    }

    @Override
    public CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key) {
        return database.read(view -> LogReading.find(view, conversation, sender, key));
    }

    @Override
    public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
        requirePositive("limit", limit);
        return database.read(view ->
                ConversationPage.ordered(LogReading.logs(view, ConversationPage.behind(cursor), limit + 1L), limit));
    }

    @Override
    public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
        List<UnreadRange> asked = List.copyOf(ranges);
        asked.forEach(range -> requirePositive("cap", range.cap()));
        return database.read(view -> asked.stream()
                .map(range -> LogReading.unread(view, user, range))
                .toList());
    }
}
