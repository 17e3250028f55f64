package dev.parley.core.internal.session;

import dev.parley.core.Actor;
import dev.parley.core.host.Authenticator.Credentials;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.session.SessionConnection;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One hello, when its turn has come: who is it, may this device, is there room. Ends with the welcome or with an error and the close code that
 * says whether to come back. Confined to the connection's executor.
 */
final class Greeting {

    private static final int LONGEST_DEVICE_NAME = 100;

    private final SessionCore session;
    private final SessionContext context;
    private final SessionConnection connection;
    private final long id;
    private final Command.Hello hello;

    Greeting(SessionCore session, SessionContext context, SessionConnection connection, Frame.Request request) {
        this.session = session;
        this.context = context;
        this.connection = connection;
        this.id = request.id();
        this.hello = (Command.Hello) request.command();
    }

    /** What is wrong with a hello before anybody is asked, or null. */
    static @Nullable String problem(long id, Command.Hello hello) {
        if (id == 0) {
            return "hello: no id (expected: one, as a welcome without it is no reply)";
        }
        boolean printable = hello.deviceName().chars().noneMatch(Character::isISOControl);
        return printable && hello.deviceName().length() <= LONGEST_DEVICE_NAME
                ? null
                : "deviceName: more than 100 characters, or a control character";
    }

    void begin() {
        Admission.Place place = context.admission.hello(() -> session.onExecutor(this::authenticate));
        session.takes(place);
        switch (place.enter()) {
            case NOW -> authenticate();
            case LATER -> {}
            case REFUSED ->
                fail(ChatException.retryAfter(
                        ErrorCode.OVERLOADED, "too many hellos at once", context.admission.retryAfter()));
        }
    }

    private void authenticate() {
        if (!session.greets()) {
            return;
        }
        String token = hello.token() == null ? connection.token() : hello.token();
        Credentials credentials = new Credentials(token, connection.remoteAddress());
        then(() -> context.parts.commands().authenticate(credentials), this::register);
    }

    private void register(Identity identity) {
        UserId user = identity.user();
        if (user.reserved()) {
            fail(new ChatException(ErrorCode.UNAUTHENTICATED, "no user of the host"));
            return;
        }
        Actor actor = new Actor(user, hello.device());
        Instant now = Instant.ofEpochMilli(context.runtime.clock().millis());
        Device device = new Device(hello.device(), hello.deviceName(), now, now);
        session.arrives(actor);
        then(() -> context.parts.commands().register(actor, device), registered -> {
            switch (registered.registration()) {
                case REGISTERED -> {
                    session.registered(registered.at());
                    open(actor, identity, now);
                }
                case REVOKED ->
                    refuse(new ChatException(ErrorCode.FORBIDDEN, "the device was revoked"), CloseCode.DEVICE_REVOKED);
                case TOO_MANY ->
                    refuse(
                            new ChatException(ErrorCode.LIMIT_EXCEEDED, "the user has too many devices"),
                            CloseCode.TOO_MANY_CONNECTIONS);
            }
        });
    }

    private void open(Actor actor, Identity identity, Instant now) {
        if (context.draining()) {
            fail(new ChatException(ErrorCode.SHUTTING_DOWN, "the node drains"));
            return;
        }
        long pingMs = context.options().ping().toMillis();
        Result welcome =
                new Result.Welcome(actor.user(), hello.device(), now, pingMs, context.settings.limits(), List.of());
        if (!session.opened(identity.expiresAt(), new Frame.Ok(id, welcome))) {
            refuse(
                    new ChatException(ErrorCode.LIMIT_EXCEEDED, "the user has too many connections"),
                    CloseCode.TOO_MANY_CONNECTIONS);
        }
    }

    private void fail(ChatException failure) {
        refuse(
                failure,
                switch (failure.code()) {
                    case UNAUTHENTICATED, FORBIDDEN, REJECTED -> CloseCode.UNAUTHENTICATED;
                    case TOKEN_EXPIRED -> CloseCode.TOKEN_EXPIRED;
                    case SHUTTING_DOWN -> CloseCode.GOING_AWAY;
                    case RATE_LIMITED -> CloseCode.RATE_LIMITED;
                    case OVERLOADED, STORE_UNAVAILABLE, OUTCOME_UNKNOWN -> CloseCode.OVERLOADED;
                    default -> CloseCode.INTERNAL;
                });
    }

    private void refuse(ChatException failure, CloseCode code) {
        session.fail(id, failure);
        session.close(code, failure.getMessage() == null ? "" : failure.getMessage());
    }

    /** Goes on with the outcome, on the session's own thread and only while it still greets. */
    private <T> void then(Supplier<CompletionStage<T>> call, Consumer<T> next) {
        Stages.of(call)
                .whenComplete((value, failure) -> session.onExecutor(() -> {
                    if (!session.greets()) {
                        return;
                    }
                    if (failure == null) {
                        next.accept(value);
                    } else {
                        fail(Failures.of(failure, context.parts.failures()));
                    }
                }));
    }
}
