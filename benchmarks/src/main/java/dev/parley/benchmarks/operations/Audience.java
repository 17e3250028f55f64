package dev.parley.benchmarks.operations;

import dev.parley.benchmarks.counting.Tally;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.core.session.Sessions;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A member's connection without a socket, which counts what it is told and asks for nothing. Confined to its executor. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails there fails the sync, which is awaited
final class Audience implements SessionConnection {

    private final Executor executor;
    private final Tally tally;
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final CompletableFuture<Boolean> synced = new CompletableFuture<>();

    Audience(Executor executor, Tally tally) {
        this.executor = executor;
        this.tally = tally;
    }

    /** Signs in and syncs; complete when that is done. */
    CompletableFuture<Boolean> come(Sessions sessions, String user) {
        executor.execute(() -> {
            Session opened = sessions.open(this, System.currentTimeMillis());
            session.complete(opened);
            opened.receive(
                    new Frame.Request(1, new Command.Hello(user, new DeviceId("d"), "", "operations/1", List.of())));
        });
        return synced;
    }

    private void request(long id, Command command) {
        session.thenAcceptAsync(open -> open.receive(new Frame.Request(id, command)), executor);
    }

    @Override
    public void write(EncodedFrame frame) {
        if (frame.frame() instanceof Frame.Ok ok && ok.result() instanceof Result.Welcome) {
            request(2, new Command.Sync(Map.of(), null, null));
        } else if (frame.frame() instanceof Frame.Failed failed) {
            synced.completeExceptionally(
                    new IllegalStateException(failed.error().toString()));
        } else if (frame.frame() instanceof Frame.Pushed pushed) {
            told(pushed.event());
        }
    }

    private void told(Event event) {
        if (event instanceof Event.SyncDone) {
            synced.complete(true);
        } else if (event instanceof Event.Ping) {
            request(0, new Command.Pong());
        } else if (event instanceof Event.Appended) {
            tally.add("entries pushed");
        } else if (event instanceof Event.Hint) {
            tally.add("hints pushed");
        }
    }

    @Override
    public Executor executor() {
        return executor;
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

    @Override
    public void flush() {
        // What was written is forgotten.
    }

    @Override
    public void close(CloseCode code, String reason) {
        session.thenAcceptAsync(Session::disconnected, executor);
    }
}
