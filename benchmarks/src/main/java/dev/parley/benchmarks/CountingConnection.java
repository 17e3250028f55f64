package dev.parley.benchmarks;

import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.core.session.Sessions;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A connection without a socket: it encodes what is written, counts it and forgets it. Confined to its executor. */
final class CountingConnection implements SessionConnection {

    private final FrameCodec codec;
    private final Executor executor;
    private final FrameCount count;
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private int written;

    CountingConnection(FrameCodec codec, Executor executor, FrameCount count) {
        this.codec = codec;
        this.executor = executor;
        this.count = count;
    }

    /** The hello of a user's only device. */
    static Frame.Request hello(UserId user) {
        return new Frame.Request(
                1,
                new Command.Hello(
                        user.value(), new DeviceId("d-" + user.value()), "benchmark", "benchmark", List.of()));
    }

    /** Opens the session; from any thread. */
    void open(Sessions sessions) {
        executor.execute(() -> session.complete(sessions.open(this, System.currentTimeMillis())));
    }

    /** The client sent a message of frames; from any thread. */
    void receives(byte[] bytes) {
        executor.execute(() -> codec.decodeRequests(bytes).forEach(session.join()::receive));
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public FrameCodec codec() {
        return codec;
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
    public void write(EncodedFrame frame) {
        if (frame.frame() instanceof Frame.Failed failed) {
            throw new IllegalStateException("refused: " + failed.error());
        }
        written += frame.bytes(codec).length > 0 ? 1 : 0;
    }

    @Override
    public void flush() {
        count.add(written);
        written = 0;
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (code == CloseCode.GOING_AWAY) {
            return; // the engine ends
        }
        throw new IllegalStateException("closed: " + code + " " + reason);
    }
}
