package dev.parley.core.internal.log;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Message;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The log as readers see it: messages as they are now, and nothing of what was deleted (G20). Thread-safe.
 */
public final class Timeline {

    private final ConversationLog log;

    public Timeline(ConversationLog log) {
        this.log = log;
    }

    /**
     * Reads what the grant lets see of a stretch: the very same page for as long as the log stays as it is in memory.
     *
     * @param wanted whose head was read for this
     */
    @SuppressWarnings("ReferenceEquality") // a tail that is still there has not changed
    public CompletionStage<EntryPage> page(Wanted wanted) {
        Tail tail = log.answering(wanted);
        EntryPage made = tail == null ? null : tail.made(wanted);
        if (made != null) {
            return Stages.done(made);
        }
        return Stages.map(together(List.of(wanted), true), pages -> {
            EntryPage page = pages.get(0);
            if (tail != null && tail == log.answering(wanted)) {
                tail.keep(wanted, page);
            }
            return page;
        });
    }

    /**
     * Reads several pages, in order, with few calls of the store however many they are.
     *
     * @param wanted whose heads may have been read a while ago, as those of a backlog that its client takes slowly
     */
    public CompletionStage<List<EntryPage>> pages(List<Wanted> wanted) {
        return Stages.chunked(wanted, Wanted::most, ConversationLog.ENTRIES, some -> together(some, false));
    }

    private CompletionStage<List<EntryPage>> together(List<Wanted> wanted, boolean current) {
        return log.read(wanted)
                .thenCompose(found -> modifications(wanted, found, current).thenApply(modifications -> {
                    List<EntryPage> pages = new ArrayList<>(wanted.size());
                    for (int i = 0; i < wanted.size(); i++) {
                        Wanted each = wanted.get(i);
                        List<Entry> own =
                                modifications.getOrDefault(each.grant().conversation(), List.of());
                        pages.add(page(each, merge(each.grant(), found.get(i), own, each.head())));
                    }
                    return pages;
                }));
    }

    private static EntryPage page(Wanted wanted, List<EntryPage.Item> all) {
        List<EntryPage.Item> items = fitting(all, wanted.end());
        long head = wanted.visibleHead();
        boolean before = !items.isEmpty()
                && !wanted.grant().visible(1, items.get(0).seq() - 1).isEmpty();
        boolean after = !items.isEmpty() && items.get(items.size() - 1).seq() < head;
        return new EntryPage(items, head, head, before, after);
    }

    /** As many items from the wanted end as fit a page, at least one. */
    private static List<EntryPage.Item> fitting(List<EntryPage.Item> items, RangeEnd end) {
        if (end == RangeEnd.OLDEST) {
            return items.subList(0, PageBytes.fitting(items, PageBytes::of, PageBytes.MOST));
        }
        List<EntryPage.Item> newestFirst = new ArrayList<>(items);
        Collections.reverse(newestFirst);
        int fitting = PageBytes.fitting(newestFirst, PageBytes::of, PageBytes.MOST);
        return items.subList(items.size() - fitting, items.size());
    }

    /** One message as it is now; empty when the entry is no message or may not be seen. */
    public CompletionStage<Optional<Message>> message(Grant grant, long seq, long head) {
        return page(new Wanted(grant, new Grant.Range(seq, seq), 1, RangeEnd.OLDEST, head))
                .thenApply(page -> page.items().stream()
                        .filter(EntryPage.Said.class::isInstance)
                        .map(item -> ((EntryPage.Said) item).message())
                        .findFirst());
    }

    private CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            List<Wanted> wanted, List<List<Entry>> found, boolean current) {
        Map<ConversationId, Set<Long>> targets = new LinkedHashMap<>();
        Map<ConversationId, Long> heads = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            ConversationId conversation = wanted.get(i).grant().conversation();
            heads.merge(conversation, wanted.get(i).head(), Math::max);
            for (Entry entry : found.get(i)) {
                long target = entry.body() instanceof EntryBody.Posted
                        ? entry.seq()
                        : entry.body() instanceof EntryBody.Edit edit ? edit.target() : 0;
                if (target > 0) {
                    targets.computeIfAbsent(conversation, id -> new HashSet<>()).add(target);
                }
            }
        }
        return log.modifications(targets, heads, current);
    }

    private static List<EntryPage.Item> merge(Grant grant, List<Entry> entries, List<Entry> modifications, long head) {
        Map<Long, List<Entry>> byTarget = new HashMap<>();
        Set<Long> deleted = new HashSet<>();
        for (Entry entry : modifications) {
            boolean delete = entry.body() instanceof EntryBody.Delete;
            if (delete) {
                deleted.add(entry.body().target());
            }
            if (delete || grant.sees(entry.seq())) { // what is deleted is gone for those who left, too
                byTarget.computeIfAbsent(entry.body().target(), target -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<EntryPage.Item> items = new ArrayList<>(entries.size());
        long asOf = grant.visibleHead(head);
        for (Entry entry : entries) {
            if (entry.body() instanceof EntryBody.Posted) {
                List<Entry> own = byTarget.getOrDefault(entry.seq(), List.of());
                items.add(new EntryPage.Said(Message.of(entry).applyAll(own).asOf(asOf)));
            } else if (entry.body() instanceof EntryBody.Edit edit && deleted.contains(edit.target())) {
                items.add(new EntryPage.Happened(entry.withBody(new EntryBody.Edit(edit.target(), null))));
            } else {
                items.add(new EntryPage.Happened(entry));
            }
        }
        return items;
    }
}
