package dev.parley.core.internal.people;

import dev.parley.core.Actor;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Blocks;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.access.Permissions;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.LocalSessions;
import dev.parley.core.internal.presence.PresenceService;
import dev.parley.core.internal.presence.TypingService;
import dev.parley.core.service.People;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.view.Device;
import dev.parley.view.Presence;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Devices, blocks, presence and typing. Thread-safe. */
public final class PeopleService implements People {

    /** What the service stands on. */
    public record Parts(
            DeviceStore devices,
            Blocks blocks,
            AccessGate gate,
            PresenceService presence,
            TypingService typing,
            LocalSessions sessions,
            Audience audience) {}

    private final Parts parts;
    private final long typingMs;

    public PeopleService(Parts parts, Duration typing) {
        this.parts = parts;
        this.typingMs = typing.toMillis();
    }

    @Override
    public CompletionStage<List<Device>> devices(Actor actor) {
        return parts.devices().list(actor.user());
    }

    @Override
    public CompletionStage<Void> revokeDevice(Actor actor, DeviceId device) {
        return parts.devices().revoke(actor.user(), device).thenAccept(done -> {
            parts.sessions().end(actor.user(), device, CloseCode.DEVICE_REVOKED);
            parts.audience().others().lookUpAndTell(actor.user(), new NodeSignal.DeviceRevoked(actor.user(), device));
            parts.audience()
                    .listenersHear("onDeviceRevoked", listener -> listener.onDeviceRevoked(actor.user(), device));
        });
    }

    @Override
    public CompletionStage<Void> block(Actor actor, UserId user, boolean blocked) {
        if (user.equals(actor.user())) {
            return Stages.failed(ErrorCode.BAD_REQUEST, "user: oneself");
        }
        return parts.blocks().set(actor.user(), user, blocked);
    }

    @Override
    public CompletionStage<List<UserId>> blocked(Actor actor) {
        return parts.blocks().list(actor.user());
    }

    @Override
    public CompletionStage<List<Presence>> presences(Actor actor, Collection<UserId> users) {
        return parts.presence().presences(actor, users);
    }

    @Override
    public CompletionStage<Void> typing(Actor actor, ConversationId conversation, boolean active) {
        return parts.gate().toWrite(actor, conversation).thenAccept(grant -> {
            boolean news = active
                    ? parts.typing().started(conversation, actor.user(), actor.device())
                    : parts.typing().stopped(conversation, actor.user());
            if (news) {
                tell(grant, active);
            }
        });
    }

    /** Tells the other members on this node; in conversations too large to keep the members of, nobody. */
    public void heard(Grant grant, boolean active) {
        Set<UserId> others = new HashSet<>(grant.roster().members().keySet());
        others.remove(grant.actor().user());
        Event event =
                new Event.TypingChanged(grant.conversation(), grant.actor().user(), active, typingMs);
        parts.audience().deliver(others, Delivery.of(event));
    }

    private void tell(Grant grant, boolean active) {
        heard(grant, active);
        parts.audience()
                .others()
                .tellNodesOf(
                        grant.roster().members().keySet(),
                        new NodeSignal.Typed(grant.conversation(), grant.actor().user(), active));
    }

    /** Somebody's typing ended by itself. */
    public CompletionStage<Boolean> typingEnded(ConversationId conversation, UserId user) {
        return parts.gate().toWrite(Actor.user(user), conversation).thenApply(grant -> {
            tell(grant, false);
            return true;
        });
    }

    /** Whose presence an actor may see: the host's policy says, and whoever blocks the actor is not seen. */
    public static CompletionStage<Set<UserId>> visible(Permissions permissions, Actor actor, Collection<UserId> users) {
        List<CompletionStage<Boolean>> answers = users.stream()
                .map(user -> Stages.recover(
                        permissions
                                .allowed(actor.user(), AccessPolicy.Action.SEE_PRESENCE, null, user)
                                .thenCompose(allowed -> permissions.blocks(user, actor.user()))
                                .thenApply(blocked -> !blocked),
                        failure -> Stages.done(false)))
                .toList();
        return Stages.all(answers).thenApply(allowed -> {
            Set<UserId> visible = new HashSet<>();
            int i = 0;
            for (UserId user : users) {
                if (allowed.get(i++)) {
                    visible.add(user);
                }
            }
            return visible;
        });
    }
}
