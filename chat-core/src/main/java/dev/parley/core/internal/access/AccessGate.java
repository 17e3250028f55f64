package dev.parley.core.internal.access;

import dev.parley.core.Actor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one gate. A conversation that the actor was never a member of and one that does not exist answer alike (G11), and
 * after the same calls of the store, so that not even the time tells them apart: nothing that is in memory of a
 * conversation, and nothing that is read of it, makes the way to the refusal shorter or longer. Thread-safe.
 */
public final class AccessGate {

    /**
     * Who may read, and as of which end of the log. Immutable.
     *
     * @param grant the proof
     * @param head the highest seq
     */
    public record Bounded(Grant grant, long head) {}

    private final Rosters rosters;

    public AccessGate(Rosters rosters) {
        this.rosters = rosters;
    }

    /** Lets in who may read anything of the conversation: members, and former ones for what they saw. */
    public CompletionStage<Grant> toRead(Actor actor, ConversationId conversation) {
        return judged(actor, conversation, roster -> {
            Membership open = roster.members().get(actor.user());
            if (open != null && open.from() == 1) {
                return Stages.done(new Grant(actor, roster, List.of(open))); // earlier stays show nothing more
            }
            return allStays(actor, roster);
        });
    }

    /** The same grant with the members as this node knows them by now; the store is not asked. */
    public CompletionStage<Grant> refreshed(Grant grant) {
        return Stages.map(
                rosters.known(grant.conversation()),
                known -> known.map(grant::with).orElse(grant));
    }

    /**
     * Lets in who may read, as of where the log then ends; that is asked for those only who were let in.
     *
     * @param end where the log ends
     */
    public CompletionStage<Bounded> toRead(
            Actor actor, ConversationId conversation, Supplier<CompletionStage<LogHead>> end) {
        CompletionStage<Boolean> met = Stages.then(
                rosters.known(conversation),
                known -> known.isPresent() && known.get().members().containsKey(actor.user())
                        ? Stages.done(true)
                        : toRead(actor, conversation).thenApply(grant -> true));
        return Stages.then(
                Stages.then(met, may -> end.get()),
                head -> Stages.map(toRead(actor, conversation, head), grant -> new Bounded(grant, head.head())));
    }

    /**
     * Lets in who may read as of a head that was read before: judged on a state not older than it. Whoever reads up to
     * that head then sees nothing that came after a removal which this node has not heard of.
     */
    public CompletionStage<Grant> toRead(Actor actor, ConversationId conversation, LogHead head) {
        return Stages.then(toRead(actor, conversation), grant -> {
            if (grant.roster().stateSeq() >= head.stateSeq()) {
                return Stages.done(grant);
            }
            rosters.outdated(conversation, head.stateSeq());
            return toRead(actor, conversation, head);
        });
    }

    /**
     * Lets in where the actor may read of several conversations, each as of a head that was read before, as above; where
     * not, it is left out. What it asks of the store does not grow with the conversations.
     */
    public CompletionStage<List<Grant>> toReadEach(Actor actor, Map<ConversationId, LogHead> heads) {
        if (actor.system()) {
            return eachAlone(actor, heads, Map.of());
        }
        return met(actor.user(), heads.keySet())
                .thenCompose(rosters -> grants(actor, rosters))
                .thenCompose(grants -> eachAlone(actor, heads, grants));
    }

    /** The rosters of the conversations that the user may know of. */
    private CompletionStage<Map<ConversationId, Roster>> met(UserId user, Set<ConversationId> conversations) {
        return rosters.known(conversations).thenCompose(known -> {
            Set<ConversationId> unknown = new LinkedHashSet<>(conversations);
            unknown.removeAll(known.keySet());
            if (unknown.isEmpty()) {
                return Stages.done(known);
            }
            return rosters.stays(user, unknown)
                    .thenCompose(stays -> rosters.find(stays.keySet()))
                    .thenApply(found -> {
                        Map<ConversationId, Roster> all = new HashMap<>(known);
                        all.putAll(found);
                        return all;
                    });
        });
    }

    /** Stays are read after the rosters, so that they are not older than what is judged on. */
    private CompletionStage<Map<ConversationId, Grant>> grants(Actor actor, Map<ConversationId, Roster> rosters) {
        Map<ConversationId, Grant> grants = new HashMap<>();
        Set<ConversationId> others = new LinkedHashSet<>();
        rosters.forEach((conversation, roster) -> {
            Membership open = roster.members().get(actor.user());
            if (open != null && open.from() == 1) {
                grants.put(conversation, new Grant(actor, roster, List.of(open)));
            } else {
                others.add(conversation);
            }
        });
        if (others.isEmpty()) {
            return Stages.done(grants);
        }
        return this.rosters.stays(actor.user(), others).thenApply(stays -> {
            stays.forEach((conversation, own) -> {
                Roster roster = rosters.get(conversation);
                if (roster != null && !own.isEmpty()) {
                    grants.put(conversation, new Grant(actor, roster, own));
                }
            });
            return grants;
        });
    }

    /** Takes the grants that are as new as the heads; whatever else there is, is judged as it would be alone. */
    private CompletionStage<List<Grant>> eachAlone(
            Actor actor, Map<ConversationId, LogHead> heads, Map<ConversationId, Grant> grants) {
        List<CompletionStage<Optional<Grant>>> judged = new ArrayList<>();
        heads.forEach((conversation, head) -> {
            Grant grant = grants.get(conversation);
            judged.add(
                    grant != null && grant.roster().stateSeq() >= head.stateSeq()
                            ? Stages.done(Optional.of(grant))
                            : Stages.ifFound(toRead(actor, conversation, head)));
        });
        return Stages.all(judged)
                .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
    }

    /** Lets in who is a member now. */
    public CompletionStage<Grant> toWrite(Actor actor, ConversationId conversation) {
        return judged(actor, conversation, roster -> {
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

    private CompletionStage<Grant> judged(
            Actor actor, ConversationId conversation, Function<Roster, CompletionStage<Grant>> judgement) {
        if (actor.system()) {
            return roster(conversation).thenApply(roster -> new Grant(actor, roster, List.of()));
        }
        return Stages.then(rosters.known(conversation), known -> {
            if (known.isPresent()) {
                return judgement.apply(known.get());
            }
            // A load would read more of a conversation that exists: it waits until it is known that the actor may know.
            return rosters.stays(actor.user(), conversation)
                    .thenCompose(stays -> stays.isEmpty()
                            ? unmet(actor, conversation)
                            : roster(conversation).thenCompose(judgement));
        });
    }

    private CompletionStage<Grant> allStays(Actor actor, Roster roster) {
        ConversationId conversation = roster.conversation().id();
        return rosters.stays(actor.user(), conversation)
                .thenCompose(stays ->
                        stays.isEmpty() ? unmet(actor, conversation) : Stages.done(new Grant(actor, roster, stays)));
    }

    /** No stay is stored. The log may know of one that is not stored yet; only where it does, it is read. */
    private CompletionStage<Grant> unmet(Actor actor, ConversationId conversation) {
        return rosters.lagging(conversation).thenCompose(lagging -> {
            if (!lagging) {
                throw notFound();
            }
            return roster(conversation)
                    .thenCompose(
                            roster -> rosters.stays(actor.user(), conversation).thenApply(stays -> {
                                if (stays.isEmpty()) {
                                    throw notFound();
                                }
                                return new Grant(actor, roster, stays);
                            }));
        });
    }

    private CompletionStage<Roster> roster(ConversationId conversation) {
        return rosters.find(conversation).thenApply(found -> found.orElseThrow(AccessGate::notFound));
    }

    private static ChatException notFound() {
        return new ChatException(ErrorCode.NOT_FOUND, "no such conversation");
    }
}
