package dev.parley.core.internal.session;

import dev.parley.core.Actor;
import dev.parley.core.host.Authenticator;
import dev.parley.core.internal.command.Backlog;
import dev.parley.core.internal.command.Commands;
import dev.parley.core.spi.state.DeviceStore.Registered;
import dev.parley.core.spi.state.DeviceStore.Registration;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An engine that answers what the test wants, when the test wants. A user's token is their name. */
final class FakeCommands implements Commands {

    final List<Command> executed = new ArrayList<>();
    final List<Device> registered = new ArrayList<>();

    @Nullable
    Instant expiresAt;

    int syncs;

    Registration registration = Registration.REGISTERED;
    /** How many devices were registered: each is later than the one before. */
    long registrations;

    final Set<UserDevice> revoked = new HashSet<>();
    /** When set, nobody is told what was revoked. */
    @Nullable
    ChatException outage;

    /** When set, nothing is answered before the test does. */
    boolean slow;

    /** What is answered. */
    Function<Command, Result> result = command -> new Result.Done();

    final List<CompletableFuture<Result>> unanswered = new ArrayList<>();
    /** Parts of a sync that come before the backlog. */
    final Deque<CompletableFuture<List<Event>>> parts = new ArrayDeque<>();

    CompletableFuture<List<Event>> backlog = CompletableFuture.completedFuture(List.of(new Event.SyncDone(false)));

    @Nullable
    CompletableFuture<Authenticator.Identity> identity;

    /** When set, whoever says hello waits here, by token, until the test lets them in. */
    @Nullable
    Map<String, CompletableFuture<Authenticator.Identity>> atTheDoor;

    /** When set, the answer to whether a device may connect. */
    @Nullable
    CompletableFuture<Registration> registering;

    @Override
    public CompletionStage<Result> execute(Actor actor, Command command) {
        executed.add(command);
        CompletableFuture<Result> answer = new CompletableFuture<>();
        if (slow) {
            unanswered.add(answer);
        } else {
            answer.complete(result.apply(command));
        }
        return answer;
    }

    @Override
    public CompletionStage<Authenticator.Identity> authenticate(Authenticator.Credentials credentials) {
        if (identity != null) {
            return identity;
        }
        if (atTheDoor != null) {
            CompletableFuture<Authenticator.Identity> answer = new CompletableFuture<>();
            atTheDoor.put(credentials.token(), answer);
            return answer;
        }
        return switch (credentials.token()) {
            case "" -> CompletableFuture.failedFuture(new ChatException(ErrorCode.UNAUTHENTICATED, "no token"));
            case "old" -> CompletableFuture.failedFuture(new ChatException(ErrorCode.TOKEN_EXPIRED, "too old"));
            case "broken" -> throw new IllegalStateException("the authenticator is broken");
            default ->
                CompletableFuture.completedFuture(
                        new Authenticator.Identity(new UserId(credentials.token()), expiresAt));
        };
    }

    @Override
    public CompletionStage<Registered> register(Actor actor, Device device) {
        registered.add(device);
        Instant at = Instant.ofEpochSecond(++registrations);
        CompletableFuture<Registration> answer =
                registering == null ? CompletableFuture.completedFuture(registration) : registering;
        return answer.thenApply(outcome -> new Registered(outcome, at));
    }

    @Override
    public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices) {
        return outage != null
                ? CompletableFuture.failedFuture(outage)
                : CompletableFuture.completedFuture(
                        devices.stream().filter(revoked::contains).collect(Collectors.toSet()));
    }

    @Override
    public Backlog sync(Actor actor, Command.Sync sync) {
        AtomicBoolean begun = new AtomicBoolean();
        return bytes -> {
            syncs += begun.getAndSet(true) ? 0 : 1;
            return parts.isEmpty() ? backlog : parts.remove();
        };
    }
}
