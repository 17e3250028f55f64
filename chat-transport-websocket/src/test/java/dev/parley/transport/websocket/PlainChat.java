package dev.parley.transport.websocket;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.Health;
import dev.parley.core.service.Conversations;
import dev.parley.core.service.Inboxes;
import dev.parley.core.service.Messages;
import dev.parley.core.service.Nodes;
import dev.parley.core.service.People;
import dev.parley.core.service.Receipts;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.core.session.Sessions;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An engine that knows no conversation: sessions say welcome and tell what reached them, so that a test sees exactly what
 * the transport does. Every token is a user's name, but for {@code bad} and {@code old}.
 */
final class PlainChat implements Chat, Sessions {

    /** What a session was told, in order. */
    static final class Opened implements Session {

        final SessionConnection connection;
        final long acceptedAt;
        final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
        final BlockingQueue<Boolean> writability = new LinkedBlockingQueue<>();
        final CompletableFuture<Void> gone = new CompletableFuture<>();

        Opened(SessionConnection connection, long acceptedAt) {
            this.connection = connection;
            this.acceptedAt = acceptedAt;
        }

        @Override
        public void receive(Frame frame) {
            received.add(frame);
            if (frame instanceof Frame.Unreadable unreadable) {
                send(new Frame.Failed(unreadable.id(), unreadable.error()));
            } else if (frame instanceof Frame.Request request) {
                answer(request);
            }
            connection.flush();
        }

        private void answer(Frame.Request request) {
            if (request.command() instanceof Command.Hello hello) {
                String token = hello.token() == null ? connection.token() : hello.token();
                if (token.equals("bad")) {
                    ChatException refused = new ChatException(ErrorCode.UNAUTHENTICATED, "no such user");
                    send(new Frame.Failed(request.id(), WireError.of(refused)));
                    connection.close(CloseCode.UNAUTHENTICATED, "no such user");
                    return;
                }
                send(new Frame.Ok(
                        request.id(),
                        new Result.Welcome(
                                new UserId(token), hello.device(), Instant.EPOCH, 25_000, Map.of(), List.of())));
            } else if (request.command() instanceof Command.Typing) {
                throw new IllegalStateException("a fault on purpose");
            } else if (request.id() > 0) {
                send(new Frame.Ok(request.id(), new Result.Done()));
            }
        }

        private void send(Frame frame) {
            connection.write(new EncodedFrame(frame));
        }

        /** Sends events from outside, all in one turn of the connection's executor. */
        void push(Event... events) {
            connection.executor().execute(() -> {
                for (Event event : events) {
                    send(new Frame.Pushed(event));
                }
                connection.flush();
            });
        }

        void close(CloseCode code, String reason) {
            connection.executor().execute(() -> connection.close(code, reason));
        }

        @Override
        public void writabilityChanged() {
            writability.add(connection.writable());
        }

        @Override
        public void disconnected() {
            gone.complete(null);
        }
    }

    final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
    final List<Actor> actors = new CopyOnWriteArrayList<>();
    final List<Command> commands = new CopyOnWriteArrayList<>();
    volatile CompletionStage<Result> result = CompletableFuture.completedFuture(new Result.Done());
    volatile Health.Status health = Health.Status.UP;

    /** The next session that was opened. */
    Opened session() throws InterruptedException {
        Opened session = opened.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session was opened");
        }
        return session;
    }

    @Override
    public Session open(SessionConnection connection, long acceptedAtMillis) {
        Opened session = new Opened(connection, acceptedAtMillis);
        opened.add(session);
        return session;
    }

    @Override
    public int count() {
        return opened.size();
    }

    @Override
    public Nodes nodes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Inboxes inboxes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Sessions sessions() {
        return this;
    }

    @Override
    public CompletionStage<Result> execute(Actor actor, Command command) {
        actors.add(actor);
        commands.add(command);
        return result;
    }

    @Override
    public CompletionStage<Actor> authenticate(String token, String remoteAddress, @Nullable DeviceId device) {
        if (token.isEmpty() || token.equals("bad")) {
            return CompletableFuture.failedFuture(new ChatException(ErrorCode.UNAUTHENTICATED, "no such user"));
        }
        if (token.equals("old")) {
            return CompletableFuture.failedFuture(new ChatException(ErrorCode.TOKEN_EXPIRED, "expired"));
        }
        if (device != null && device.value().equals("stolen")) {
            return CompletableFuture.failedFuture(new ChatException(ErrorCode.FORBIDDEN, "the device was revoked"));
        }
        return CompletableFuture.supplyAsync(
                () -> new Actor(new UserId(token), device)); // on another thread, as real ones
    }

    @Override
    public CompletionStage<Health> health() {
        return CompletableFuture.completedFuture(new Health(health, ""));
    }

    @Override
    public Messages messages() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Conversations conversations() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Receipts receipts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public People people() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChatOptions options() {
        return ChatOptions.DEFAULT;
    }

    @Override
    public CompletionStage<Void> close(Duration deadline) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
