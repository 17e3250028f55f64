package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.Publisher;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.view.ConversationSummary;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds inbox rows that a crash between append and fan-out kept from being written, when somebody asks for what they
 * should show, and writes them for all members. Thread-safe.
 */
public final class LostRows {

    /** The most conversations to look into for one sync. */
    static final int MOST = 20;

    private final Summaries summaries;
    private final Publisher publisher;

    public LostRows(Summaries summaries, Publisher publisher) {
        this.summaries = summaries;
        this.publisher = publisher;
    }

    /** One row, brought back if it was lost. */
    CompletionStage<ConversationSummary> find(Actor actor, ConversationId conversation) {
        return summaries
                .of(actor, conversation)
                .thenCompose(row -> lost(row)
                        ? publisher.restore(conversation).thenCompose(restored -> summaries.of(actor, conversation))
                        : Stages.done(row));
    }

    /** The rows of conversations that a client holds and its inbox does not have. */
    CompletionStage<List<ConversationSummary>> find(Actor actor, Collection<ConversationId> conversations) {
        return summaries.ofAny(actor, conversations).thenCompose(rows -> {
            List<ConversationId> lost = rows.stream()
                    .filter(LostRows::lost)
                    .map(row -> row.conversation().id())
                    .toList();
            return lost.isEmpty()
                    ? Stages.done(rows)
                    : Stages.all(lost.stream().map(publisher::restore).toList())
                            .thenCompose(restored -> summaries.ofAny(actor, conversations));
        });
    }

    /** A direct conversation is not in the other's inbox before its first message. */
    private static boolean lost(ConversationSummary row) {
        boolean opened = row.conversation().kind() == ConversationKind.DIRECT && row.last() == null;
        return row.sortId() == null && row.role() != null && !opened;
    }
}
