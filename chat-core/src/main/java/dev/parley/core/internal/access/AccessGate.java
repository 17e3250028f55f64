package dev.parley.core.internal.access;

import dev.parley.core.Actor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The one gate. A conversation that the actor was never a member of and one that does not exist answer alike (G11).
 * Thread-safe.
 */
public final class AccessGate {

    private final Rosters rosters;

    public AccessGate(Rosters rosters) {
        this.rosters = rosters;
    }

    /** Lets in who may read anything of the conversation: members, and former ones for what they saw. */
    public CompletionStage<Grant> toRead(Actor actor, ConversationId conversation) {
        return roster(conversation).thenCompose(roster -> {
            if (actor.system()) {
                return Stages.done(new Grant(actor, roster, List.of()));
            }
            Membership open = roster.members().get(actor.user());
            if (open != null && open.from() == 1) {
                return Stages.done(new Grant(actor, roster, List.of(open))); // earlier stays show nothing more
            }
            return allStays(actor, roster);
        });
    }

    /**
     * Lets in who may read as of a head that was read before: judged on a state not older than it. Whoever reads up to
     * that head then sees nothing that came after a removal which this node has not heard of.
     */
    public CompletionStage<Grant> toRead(Actor actor, ConversationId conversation, LogHead head) {
        return toRead(actor, conversation).thenCompose(grant -> {
            if (grant.roster().stateSeq() >= head.stateSeq()) {
                return Stages.done(grant);
            }
            rosters.outdated(conversation, head.stateSeq());
            return toRead(actor, conversation, head);
        });
    }

    /** Lets in who is a member now. */
    public CompletionStage<Grant> toWrite(Actor actor, ConversationId conversation) {
        return roster(conversation).thenCompose(roster -> {
            if (actor.system()) {
                return Stages.done(new Grant(actor, roster, List.of()));
            }
            Membership open = roster.members().get(actor.user());
            if (open != null) {
                return Stages.done(new Grant(actor, roster, List.of(open)));
            }
            return allStays(actor, roster).thenApply(grant -> {
                if (grant.role() == null) {
                    throw new ChatException(ErrorCode.FORBIDDEN, "no longer a member");
                }
                return grant;
            });
        });
    }

    private CompletionStage<Grant> allStays(Actor actor, Roster roster) {
        return rosters.stays(actor.user(), roster.conversation().id()).thenApply(stays -> {
            if (stays.isEmpty()) {
                throw notFound();
            }
            return new Grant(actor, roster, stays);
        });
    }

    private CompletionStage<Roster> roster(ConversationId conversation) {
        return rosters.find(conversation).thenApply(found -> found.orElseThrow(AccessGate::notFound));
    }

    private static ChatException notFound() {
        return new ChatException(ErrorCode.NOT_FOUND, "no such conversation");
    }
}
