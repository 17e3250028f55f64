package dev.parley.core.internal.session;

import dev.parley.core.runtime.ManualRuntime;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A client and its connection, in memory. It takes frames as the test lets it. */
class FakeConnection implements SessionConnection {

    private final ManualRuntime runtime;
    private final List<Frame> unflushed = new ArrayList<>();
    final List<Frame> received = new ArrayList<>();
    int flushes;
    int tasks;
    /** How many frames it takes before it is not writable. */
    int room = Integer.MAX_VALUE;

    String token = "";

    @Nullable
    CloseCode closed;

    @Nullable
    Session session;

    FakeConnection(ManualRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Executor executor() {
        return task -> {
            tasks++;
            runtime.executor().execute(task);
        };
    }

    @Override
    public FrameCodec codec() {
        return FrameCodec.JSON;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public boolean writable() {
        return room > 0;
    }

    @Override
    public void write(EncodedFrame frame) {
        unflushed.add(frame.frame());
        room--;
    }

    @Override
    public void flush() {
        flushes++;
        received.addAll(unflushed);
        unflushed.clear();
    }

    @Override
    public void close(CloseCode code, String reason) {
        received.addAll(unflushed);
        unflushed.clear();
        closed = code;
        runtime.executor().execute(() -> session().disconnected());
    }

    Session session() {
        Session mine = session;
        if (mine == null) {
            throw new IllegalStateException("not opened");
        }
        return mine;
    }

    /** The client sends a frame, and everybody does what they then do. */
    void send(long id, Command command) {
        session().receive(new Frame.Request(id, command));
        runtime.run();
    }

    /** The client reads again. */
    void reads(int frames) {
        room = frames;
        session().writabilityChanged();
        runtime.run();
    }

    List<Event> events() {
        return received.stream()
                .filter(Frame.Pushed.class::isInstance)
                .map(frame -> ((Frame.Pushed) frame).event())
                .toList();
    }

    <T extends Event> List<T> events(Class<T> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The codes of the errors that came, in order. */
    List<String> errors() {
        return received.stream()
                .filter(Frame.Failed.class::isInstance)
                .map(frame -> ((Frame.Failed) frame).error().code())
                .toList();
    }

    List<Frame.Ok> replies() {
        return received.stream()
                .filter(Frame.Ok.class::isInstance)
                .map(Frame.Ok.class::cast)
                .toList();
    }
}
