package dev.parley.testkit.probe;

import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.core.session.Sessions;
import dev.parley.model.DeviceId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.runtime.FakeRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A session of an engine in the same thread. Confined to it. */
final class InProcessLink implements ProbeLink, SessionConnection {

    private final FakeRuntime runtime;
    private final Client self;
    private final Consumer<Event> events;
    private final Map<Long, CompletableFuture<Result>> asked = new HashMap<>();
    private final Session session;
    private long requests;
    private boolean closed;
    /** Loses what the server answers from now on. */
    boolean deaf;

    InProcessLink(Sessions sessions, FakeRuntime runtime, Client self, Consumer<Event> events) {
        this.runtime = runtime;
        this.self = self;
        this.events = events;
        this.session = sessions.open(this, runtime.clock().millis());
    }

    CompletionStage<ProbeLink> hello() {
        return ask(new Command.Hello(self.user(), new DeviceId(self.device()), self.device(), "probe", List.of()))
                .thenApply(welcome -> this);
    }

    @Override
    public CompletionStage<Result> ask(Command command) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        long id = ++requests;
        asked.put(id, answer);
        runtime.executor().execute(() -> session.receive(new Frame.Request(id, command)));
        return answer;
    }

    @Override
    public void write(EncodedFrame encoded) {
        if (closed || deaf) {
            return;
        }
        for (Frame frame : FrameCodec.JSON.decodeAnswers(encoded.bytes(FrameCodec.JSON))) {
            if (frame instanceof Frame.Pushed pushed) {
                events.accept(pushed.event());
            } else if (frame instanceof Frame.Ok ok) {
                CompletableFuture<Result> answer = asked.remove(ok.id());
                if (answer != null) {
                    answer.complete(ok.result());
                }
            } else if (frame instanceof Frame.Failed failed) {
                CompletableFuture<Result> answer = asked.remove(failed.id());
                if (answer != null) {
                    answer.completeExceptionally(failed.error().toException());
                }
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            runtime.executor().execute(session::disconnected);
            asked.values()
                    .forEach(answer -> answer.completeExceptionally(
                            new ChatException(ErrorCode.OUTCOME_UNKNOWN, "the link broke")));
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        close();
    }

    @Override
    public void flush() {}

    @Override
    public Executor executor() {
        return runtime.executor();
    }

    @Override
    public FrameCodec codec() {
        return FrameCodec.JSON;
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public String token() {
        return "";
    }

    @Override
    public boolean writable() {
        return true;
    }
}
