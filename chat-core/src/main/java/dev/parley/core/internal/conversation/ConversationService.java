package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.service.Conversations;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.Member;
import dev.parley.view.Unread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Conversations, their members, and inboxes. Thread-safe. */
public final class ConversationService implements Conversations {

    private final AccessGate gate;
    private final StructuralChanges changes;
    private final LostRows rows;
    private final InboxReader inbox;
    private final InboxStore inboxes;
    private final ConversationStore conversations;
    private final Audience audience;

    public ConversationService(
            AccessGate gate,
            StructuralChanges changes,
            LostRows rows,
            InboxReader inbox,
            InboxStore inboxes,
            ConversationStore conversations,
            Audience audience) {
        this.gate = gate;
        this.changes = changes;
        this.rows = rows;
        this.inbox = inbox;
        this.inboxes = inboxes;
        this.conversations = conversations;
        this.audience = audience;
    }

    @Override
    public CompletionStage<ConversationSummary> create(Actor actor, Command.Create create) {
        return changes.create(actor, create).thenCompose(ack -> show(actor, ack.conversation()));
    }

    @Override
    public CompletionStage<ConversationSummary> openDirect(Actor actor, UserId other) {
        ConversationId id = ConversationId.direct(actor.user(), other);
        return changes.openDirect(actor, other).thenCompose(done -> show(actor, id));
    }

    @Override
    public CompletionStage<ConversationSummary> show(Actor actor, ConversationId conversation) {
        return rows.find(actor, conversation);
    }

    @Override
    public CompletionStage<Result.Ack> rename(Actor actor, Command.Rename rename) {
        return changes.rename(actor, rename);
    }

    @Override
    public CompletionStage<Result.Ack> addMembers(Actor actor, Command.AddMembers add) {
        return changes.addMembers(actor, add);
    }

    @Override
    public CompletionStage<Result.Ack> removeMember(Actor actor, Command.RemoveMember remove) {
        return changes.removeMember(actor, remove);
    }

    @Override
    public CompletionStage<Result.Ack> changeRole(Actor actor, Command.ChangeRole change) {
        return changes.changeRole(actor, change);
    }

    @Override
    public CompletionStage<Result.Members> members(Actor actor, Command.ListMembers list) {
        int limit = inbox.size(list.limit());
        return gate.toWrite(actor, list.conversation())
                .thenCompose(grant ->
                        conversations.members(list.conversation(), Optional.ofNullable(list.after()), limit + 1))
                .thenApply(stays -> {
                    List<Membership> shown = stays.size() > limit ? stays.subList(0, limit) : stays;
                    List<Member> members = shown.stream()
                            .map(stay -> new Member(stay.user(), stay.role(), stay.since()))
                            .toList();
                    return new Result.Members(members, stays.size() > limit);
                });
    }

    @Override
    public CompletionStage<Void> configure(Actor actor, ConversationId conversation, ConversationSettings settings) {
        return gate.toRead(actor, conversation)
                .thenCompose(grant -> inboxes.configure(actor.user(), conversation, settings)
                        .whenComplete((done, failure) -> audience.rowWritten(actor.user(), conversation, failure)));
    }

    @Override
    public CompletionStage<Result.InboxPage> inbox(Actor actor, Command.Inbox page) {
        return inbox.page(actor, page);
    }

    @Override
    public CompletionStage<Result.UnreadIs> unread(Actor actor) {
        return inbox.unread(actor);
    }

    @Override
    public CompletionStage<Unread> unread(Actor actor, ConversationId conversation) {
        return show(actor, conversation).thenApply(ConversationSummary::unread);
    }
}
