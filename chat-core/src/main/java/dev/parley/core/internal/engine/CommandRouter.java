package dev.parley.core.internal.engine;

import dev.parley.core.Actor;
import dev.parley.core.ChatOptions;
import dev.parley.core.host.Authenticator;
import dev.parley.core.internal.command.Backlog;
import dev.parley.core.internal.command.Commands;
import dev.parley.core.internal.conversation.Syncs;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.service.Conversations;
import dev.parley.core.service.Messages;
import dev.parley.core.service.Nodes;
import dev.parley.core.service.People;
import dev.parley.core.service.Receipts;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.view.Device;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** From a command to the service that does it. Thread-safe. */
final class CommandRouter implements Commands {

    /** The services. */
    record Services(
            Messages messages,
            Conversations conversations,
            Receipts receipts,
            People people,
            Nodes nodes,
            Syncs syncs) {}

    @FunctionalInterface
    private interface Route<C extends Command> extends BiFunction<Actor, C, CompletionStage<? extends Result>> {}

    private final Services services;
    private final Authenticator authenticator;
    private final DeviceStore devices;
    private final ChatOptions options;
    private final Map<Class<?>, Route<Command>> routes = new HashMap<>();

    CommandRouter(Services services, Authenticator authenticator, DeviceStore devices, ChatOptions options) {
        this.services = services;
        this.authenticator = authenticator;
        this.devices = devices;
        this.options = options;
        routeMessages(services.messages());
        routeConversations(services.conversations());
        routeTheRest(services.receipts(), services.people());
        on(
                Command.ListNodes.class,
                (actor, c) -> services.nodes().nearby(actor, c).thenApply(Result.Nodes::new));
    }

    @Override
    public CompletionStage<Result> execute(Actor actor, Command command) {
        Route<Command> route = routes.get(command.getClass());
        if (route == null) {
            return Stages.failed(ErrorCode.UNKNOWN_COMMAND, "needs a session");
        }
        return Stages.ours(() -> Stages.map(route.apply(actor, command), result -> result));
    }

    @Override
    public CompletionStage<Authenticator.Identity> authenticate(Authenticator.Credentials credentials) {
        return Stages.ours(() -> authenticator.authenticate(credentials).thenApply(identity -> {
            if (identity.user().reserved()) {
                throw new ChatException(ErrorCode.UNAUTHENTICATED, "a reserved user id");
            }
            return identity;
        }));
    }

    @Override
    public CompletionStage<DeviceStore.Registered> register(Actor actor, Device device) {
        return Stages.ours(() ->
                devices.register(actor.user(), device, options.conversations().devices()));
    }

    @Override
    public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> asked) {
        return Stages.ours(() -> devices.revoked(asked));
    }

    /** Whoever names a device with a single request is told as with a hello whether it was revoked. */
    CompletionStage<Actor> onDevice(UserId user, @Nullable DeviceId device) {
        Actor actor = new Actor(user, device);
        return device == null
                ? Stages.done(actor)
                : revoked(List.of(new UserDevice(user, device)))
                        .thenCompose(found -> found.isEmpty()
                                ? Stages.done(actor)
                                : Stages.failed(ErrorCode.FORBIDDEN, "the device was revoked"));
    }

    @Override
    public Backlog sync(Actor actor, Command.Sync sync) {
        Backlog backlog = services.syncs().sync(actor, sync);
        return bytes -> Stages.ours(() -> backlog.next(bytes));
    }

    private void routeMessages(Messages messages) {
        on(Command.Send.class, (actor, c) -> messages.send(actor, c.conversation(), c.key(), c.body()));
        on(Command.SendTo.class, (actor, c) -> messages.sendTo(actor, c.to(), c.key(), c.body()));
        on(Command.Edit.class, messages::edit);
        on(Command.Delete.class, messages::delete);
        on(Command.React.class, messages::react);
        on(Command.History.class, (actor, c) -> messages.history(actor, c).thenApply(Result.Page::new));
    }

    private void routeConversations(Conversations conversations) {
        on(Command.Create.class, (actor, c) -> conversations.create(actor, c).thenApply(Result.Opened::new));
        on(
                Command.OpenDirect.class,
                (actor, c) -> conversations.openDirect(actor, c.user()).thenApply(Result.Opened::new));
        on(
                Command.Show.class,
                (actor, c) -> conversations.show(actor, c.conversation()).thenApply(Result.Opened::new));
        on(Command.Rename.class, conversations::rename);
        on(Command.AddMembers.class, conversations::addMembers);
        on(Command.RemoveMember.class, conversations::removeMember);
        on(Command.ChangeRole.class, conversations::changeRole);
        on(Command.ListMembers.class, conversations::members);
        on(
                Command.Configure.class,
                (actor, c) -> conversations
                        .configure(actor, c.conversation(), c.settings())
                        .thenApply(done -> new Result.Done()));
        on(Command.Inbox.class, conversations::inbox);
        on(Command.CountUnread.class, (actor, c) -> conversations.unread(actor));
    }

    private void routeTheRest(Receipts receipts, People people) {
        on(Command.Receipt.class, (actor, c) -> receipts.advance(actor, c).thenApply(Result.MarksAre::new));
        on(
                Command.ListMarks.class,
                (actor, c) -> receipts.marks(actor, c.conversation()).thenApply(Result.MemberMarksAre::new));
        on(
                Command.Typing.class,
                (actor, c) -> people.typing(actor, c.conversation(), c.active()).thenApply(done -> new Result.Done()));
        on(Command.ListDevices.class, (actor, c) -> people.devices(actor).thenApply(Result.Devices::new));
        on(
                Command.RevokeDevice.class,
                (actor, c) -> people.revokeDevice(actor, c.device()).thenApply(done -> new Result.Done()));
        on(
                Command.Block.class,
                (actor, c) -> people.block(actor, c.user(), c.blocked()).thenApply(done -> new Result.Done()));
        on(Command.ListBlocked.class, (actor, c) -> people.blocked(actor).thenApply(Result.Users::new));
    }

    private <C extends Command> void on(Class<C> type, Route<C> route) {
        routes.put(type, (actor, command) -> route.apply(actor, type.cast(command)));
    }
}
