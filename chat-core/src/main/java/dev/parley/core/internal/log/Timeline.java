package dev.parley.core.internal.log;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Message;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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
     * Reads what the grant lets see of a stretch.
     *
     * @param head where the log ends
     */
    public CompletionStage<EntryPage> page(Grant grant, Grant.Range range, int limit, RangeEnd end, long head) {
        long visibleHead = grant.visibleHead(head);
        long high = Math.min(range.high(), visibleHead);
        return log.read(grant, Math.max(1, range.low()), high, limit, end)
                .thenCompose(entries -> items(grant, entries, head))
                .thenApply(all -> fitting(all, end))
                .thenApply(items -> {
                    boolean before = !items.isEmpty()
                            && !grant.visible(1, items.get(0).seq() - 1).isEmpty();
                    boolean after =
                            !items.isEmpty() && items.get(items.size() - 1).seq() < visibleHead;
                    return new EntryPage(items, visibleHead, visibleHead, before, after);
                });
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
        return log.read(grant, seq, seq, 1, RangeEnd.OLDEST)
                .thenCompose(entries -> items(grant, entries, head))
                .thenApply(items -> items.stream()
                        .filter(EntryPage.Said.class::isInstance)
                        .map(item -> ((EntryPage.Said) item).message())
                        .findFirst());
    }

    private CompletionStage<List<EntryPage.Item>> items(Grant grant, List<Entry> entries, long head) {
        Set<Long> targets = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.body() instanceof EntryBody.Posted) {
                targets.add(entry.seq());
            } else if (entry.body() instanceof EntryBody.Edit edit) {
                targets.add(edit.target());
            }
        }
        if (targets.isEmpty()) {
            return Stages.done(entries.stream()
                    .<EntryPage.Item>map(EntryPage.Happened::new)
                    .toList());
        }
        return log.modifications(grant.conversation(), targets, head)
                .thenApply(found -> merge(grant, entries, found, head));
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
