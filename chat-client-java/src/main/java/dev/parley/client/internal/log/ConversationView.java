package dev.parley.client.internal.log;

import dev.parley.client.Timeline;
import dev.parley.model.internal.EntryIdOrder;
import dev.parley.view.ConversationSummary;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as any thread may read it. Immutable.
 *
 * @param summary its row, or null while it is not known
 * @param timeline what is held
 */
public record ConversationView(@Nullable ConversationSummary summary, Timeline timeline) {

    /** The order of the inbox: pinned ones first, then by what happened last. */
    public static final Comparator<ConversationView> INBOX_ORDER = Comparator.comparing((ConversationView view) ->
                    view.summary() == null || !view.summary().settings().pinned())
            .thenComparing(ConversationView::sortKey, EntryIdOrder.BY_TIME.reversed())
            .thenComparing(view -> view.timeline().conversation());

    private UUID sortKey() {
        return SummaryRules.sortKey(summary);
    }
}
