package dev.parley.core.internal.message;

import dev.parley.core.Actor;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.access.Permissions;
import dev.parley.core.internal.exec.KeyedLanes;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.write.Writing;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.util.concurrent.CompletionStage;

/**
 * Edits, deletes and reactions. Those of one conversation take turns, so that on one node an edit never slips in behind
 * the delete that it did not see; across nodes readers strip what does. Thread-safe.
 */
final class Modifications {

    /** Passes a new body through the host's interceptor. */
    @FunctionalInterface
    interface Interception {
        CompletionStage<MessageBody> pass(Grant grant, MessageBody body, boolean edit);
    }

    /** Decides on a modification of a message that the actor sees. */
    @FunctionalInterface
    private interface Decision {
        CompletionStage<EntryBody> on(Grant grant, Message target);
    }

    private final MessageService.Parts parts;
    private final Interception interception;
    private final KeyedLanes<ConversationId> turns = new KeyedLanes<>();

    Modifications(MessageService.Parts parts, Interception interception) {
        this.parts = parts;
        this.interception = interception;
    }

    CompletionStage<Result.Ack> edit(Actor actor, Command.Edit edit) {
        MessageBody body = edit.body();
        parts.rules().check(body);
        Writing writing = Writing.of(actor, edit.conversation(), edit.key(), new EntryBody.Edit(edit.target(), body));
        return modify(writing, edit.target(), (grant, target) -> {
            requireOwn(grant, target);
            requireThere(target);
            return parts.permissions()
                    .mayWrite(grant, false)
                    .thenCompose(allowed -> interception.pass(grant, body, true))
                    .thenApply(made -> new EntryBody.Edit(edit.target(), made));
        });
    }

    CompletionStage<Result.Ack> delete(Actor actor, Command.Delete delete) {
        Writing writing = Writing.of(actor, delete.conversation(), delete.key(), new EntryBody.Delete(delete.target()));
        return modify(writing, delete.target(), (grant, target) -> {
            if (!owns(grant, target)) {
                Permissions.requireManager(grant);
            }
            requireThere(target);
            return Stages.done(writing.submitted());
        });
    }

    CompletionStage<Result.Ack> react(Actor actor, Command.React react) {
        parts.rules().checkEmoji(react.emoji());
        EntryBody.Reaction reaction = new EntryBody.Reaction(react.target(), react.emoji(), react.present());
        Writing writing = Writing.of(actor, react.conversation(), react.key(), reaction);
        return modify(writing, react.target(), (grant, target) -> {
            requireThere(target);
            if (react.present()) {
                parts.rules()
                        .checkReactions(target.reactions().stream()
                                .filter(state -> state.present() && state.user().equals(actor.user()))
                                .filter(state -> !state.emoji().equals(react.emoji()))
                                .count());
            }
            return parts.permissions().mayWrite(grant, true).thenApply(allowed -> reaction);
        });
    }

    private CompletionStage<Result.Ack> modify(Writing writing, long target, Decision decision) {
        ConversationId conversation = writing.conversation();
        return turns.run(
                conversation,
                () -> parts.writer()
                        .write(
                                writing,
                                () -> parts.gate()
                                        .toWrite(writing.actor(), conversation)
                                        .thenCompose(grant -> parts.log()
                                                .head(conversation)
                                                .thenCompose(
                                                        head -> parts.timeline().message(grant, target, head))
                                                .thenCompose(found ->
                                                        decision.on(grant, found.orElseThrow(Modifications::noMessage)))
                                                .thenApply(body -> append(writing, grant, body)))));
    }

    private Append append(Writing writing, Grant grant, EntryBody body) {
        return parts.writer().append(writing, Expectation.state(grant.roster().stateSeq()), body);
    }

    private static ChatException noMessage() {
        return new ChatException(ErrorCode.INVALID_REFERENCE, "target: no such message");
    }

    private static void requireOwn(Grant grant, Message target) {
        if (!owns(grant, target)) {
            throw new ChatException(ErrorCode.FORBIDDEN, "not allowed");
        }
    }

    private static boolean owns(Grant grant, Message target) {
        return target.posted().origin().sender().equals(grant.actor().user());
    }

    private static void requireThere(Message target) {
        if (target.deleted()) {
            throw new ChatException(ErrorCode.GONE, "the message was deleted");
        }
    }
}
