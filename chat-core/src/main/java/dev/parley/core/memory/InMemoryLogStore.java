package dev.parley.core.memory;

import dev.parley.core.internal.exec.Stages;
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
import dev.parley.model.internal.Copies;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Logs in memory, with a lock for each conversation. */
final class InMemoryLogStore extends InMemoryStore implements LogStore {

    private final Map<ConversationId, ConversationLog> logs = new ConcurrentHashMap<>();
    /** The names of the logs once more, in order. */
    private final ConcurrentSkipListSet<ConversationId> names = new ConcurrentSkipListSet<>();

    private final InMemoryInboxStore inboxes;

    InMemoryLogStore(InMemoryInboxStore inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Object database() {
        return inboxes.database();
    }

    @Override
    public boolean movesRows() {
        return true;
    }

    @Override
    public CompletionStage<List<AppendResult>> append(List<Append> batch) {
        requirePositive("batch", batch.size());
        List<AppendResult> results = new ArrayList<>(batch.size());
        for (Append append : batch) {
            AppendResult result =
                    logs.computeIfAbsent(append.conversation(), this::begin).append(append);
            if (result instanceof AppendResult.Appended appended) {
                inboxes.bump(append, appended.firstSeq() + append.entries().size() - 1);
            }
            results.add(result);
        }
        return answer(List.copyOf(results));
    }

    private ConversationLog begin(ConversationId conversation) {
        names.add(conversation);
        return new ConversationLog(conversation);
    }

    @Override
    public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
        Map<ConversationId, LogHead> heads = new HashMap<>();
        for (ConversationId conversation : conversations) {
            ConversationLog log = logs.get(conversation);
            heads.put(conversation, log == null ? LogHead.EMPTY : log.head());
        }
        return answer(Copies.of(heads));
    }

    @Override
    public CompletionStage<List<Entry>> read(ConversationId conversation, long from, long to, int limit, RangeEnd end) {
        requirePositive("limit", limit);
        ConversationLog log = logs.get(conversation);
        return answer(log == null ? List.of() : log.read(from, to, limit, end));
    }

    @Override
    public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
        List<List<Entry>> found = new ArrayList<>(stretches.size());
        for (Stretch stretch : stretches) {
            requirePositive("limit", stretch.limit());
            ConversationLog log = logs.get(stretch.conversation());
            found.add(log == null ? List.of() : log.read(stretch.from(), stretch.to(), stretch.limit(), stretch.end()));
        }
        return answer(List.copyOf(found));
    }

    @Override
    public CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets) {
        ConversationLog log = logs.get(conversation);
        return answer(log == null ? List.of() : log.modifications(targets));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, ? extends Collection<Long>> targets) {
        Map<ConversationId, List<Entry>> found = new HashMap<>();
        targets.forEach((conversation, asked) -> {
            ConversationLog log = logs.get(conversation);
            found.put(conversation, log == null ? List.of() : log.modifications(asked));
        });
        return answer(Copies.of(found));
    }

    @Override
    public CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key) {
        ConversationLog log = logs.get(conversation);
        return answer(log == null ? Optional.empty() : log.find(sender, key));
    }

    @Override
    public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
        requirePositive("limit", limit);
        return Stages.of(() -> {
            Optional<ConversationId> behind = ConversationPage.behind(cursor);
            Collection<ConversationId> left = behind.isPresent() ? names.tailSet(behind.get(), false) : names;
            return answer(
                    ConversationPage.ordered(left.stream().limit(limit + 1L).toList(), limit));
        });
    }

    @Override
    public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
        List<Unread> counts = new ArrayList<>(ranges.size());
        for (UnreadRange range : ranges) {
            requirePositive("cap", range.cap());
            ConversationLog log = logs.get(range.conversation());
            counts.add(log == null ? Unread.NONE : log.unread(user, range));
        }
        return answer(List.copyOf(counts));
    }
}
