package dev.parley.core.internal.receipt;

import dev.parley.core.Actor;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.conversation.Summaries;
import dev.parley.core.internal.exec.NaturalBatcher;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.exec.Unfinished;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.FanOut;
import dev.parley.core.internal.fanout.Publisher;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.runtime.Scheduler;
import dev.parley.core.service.Receipts;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.view.MemberMarks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Moves marks up and tells those who may know. Thread-safe. */
public final class ReceiptService implements Receipts {

    /** What the service stands on. */
    public record Parts(
            AccessGate gate,
            ConversationLog log,
            Publisher publisher,
            Summaries summaries,
            Audience audience,
            NaturalBatcher<MarkAdvance, MarkChange> marks) {}

    private record Untold(Actor actor, ConversationId conversation) {}

    private final Parts parts;
    /**
     * Advances that failed, by whose they are and where: the store may have made them, and then who repeats one finds
     * nothing to change. What rose is told all the same.
     */
    private final Unfinished<Untold, Marks> untold;

    /** Makes the service; {@code scheduler} runs what asks again where an answer was left out. */
    public ReceiptService(Parts parts, Scheduler scheduler) {
        this.parts = parts;
        this.untold = new Unfinished<>(
                scheduler, Marks::max, (advance, asked) -> advance(advance.actor(), advance.conversation(), asked));
    }

    /** What was left untold stays so. */
    public void close() {
        untold.close();
    }

    @Override
    public CompletionStage<Marks> advance(Actor actor, Command.Receipt receipt) {
        long delivered = receipt.delivered() == null ? 0 : receipt.delivered();
        long read = receipt.read() == null ? 0 : receipt.read();
        if (delivered < 0 || read < 0) {
            return Stages.failed(ErrorCode.INVALID_SEQ, "receipt: negative");
        }
        return advance(actor, receipt.conversation(), new Marks(delivered, read, receipt.hidden() ? 0 : read));
    }

    private CompletionStage<Marks> advance(Actor actor, ConversationId conversation, Marks asked) {
        return parts.gate()
                .toRead(actor, conversation, () -> parts.log().end(conversation))
                .thenCompose(bounded ->
                        advance(bounded.grant(), asked, bounded.grant().visibleHead(bounded.head())));
    }

    private CompletionStage<Marks> advance(Grant grant, Marks asked, long head) {
        if (asked.delivered() > head) {
            return Stages.failed(ErrorCode.INVALID_SEQ, "receipt: past the head");
        }
        Actor actor = grant.actor();
        ConversationId conversation = grant.conversation();
        return parts.marks()
                .submit(new MarkAdvance(actor.user(), actor.device(), conversation, asked))
                .thenCompose(change -> judgedNow(grant).thenApply(now -> {
                    boolean again = untold.settle(
                            new Untold(actor, conversation),
                            left -> change.after().max(left).equals(change.after()));
                    tell(now, again ? new MarkChange(Marks.NONE, change.after()) : change);
                    return change.after();
                }))
                .whenComplete((marks, failure) -> {
                    if (failure != null) {
                        untold.add(new Untold(actor, conversation), asked);
                    }
                });
    }

    @Override
    public CompletionStage<List<MemberMarks>> marks(Actor actor, ConversationId conversation) {
        return parts.gate()
                .toRead(actor, conversation)
                .thenCompose(grant -> parts.summaries().requireMemberMarks(grant));
    }

    /** Who is told are the members of now: whoever came meanwhile may have read the marks as they were before. */
    private CompletionStage<Grant> judgedNow(Grant grant) {
        return grant.role() != null
                ? parts.gate().refreshed(grant)
                : parts.gate().toRead(grant.actor(), grant.conversation());
    }

    private void tell(Grant grant, MarkChange change) {
        if (!change.changed()) {
            return;
        }
        UserId user = grant.actor().user();
        ConversationId conversation = grant.conversation();
        Set<UserId> others = othersOf(grant);
        grown(conversation, user, change, others);
        NodeSignal marked = new NodeSignal.Marked(conversation, user, change.after());
        parts.audience()
                .others()
                .tellNodesOf(
                        others.isEmpty()
                                ? Set.of(user)
                                : grant.roster().members().keySet(),
                        marked);
        parts.audience().listenersHear("onMarks", listener -> listener.onMarks(conversation, user, change.after()));
    }

    /** Another node moved a user's marks. */
    public void heard(Grant grant, Marks marks) {
        grown(grant.conversation(), grant.actor().user(), new MarkChange(Marks.NONE, marks), othersOf(grant));
    }

    /** Tells the user's own sessions all, and the others what the user shows. */
    private void grown(ConversationId conversation, UserId user, MarkChange change, Set<UserId> others) {
        Event own = new Event.MarksGrew(conversation, user, change.after());
        parts.audience().deliver(List.of(user), Delivery.of(own));
        Marks shown = change.after().shown();
        if (!others.isEmpty() && !shown.equals(change.before().shown())) {
            parts.audience().deliver(others, Delivery.of(new Event.MarksGrew(conversation, user, shown)));
        }
    }

    private Set<UserId> othersOf(Grant grant) {
        if (parts.publisher().strategy(grant.roster()) == FanOut.ON_READ || grant.role() == null) {
            return Set.of();
        }
        Set<UserId> others = new HashSet<>(grant.roster().members().keySet());
        others.remove(grant.actor().user());
        return others;
    }
}
