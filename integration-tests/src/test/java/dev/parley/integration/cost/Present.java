package dev.parley.integration.cost;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** A member's device that is connected and notes how many entries it was shown. Confined to the test's thread. */
final class Present implements SessionConnection {

    private final Executor executor;
    private final Session session;
    private int shown;

    Present(Executor executor, Sessions sessions, String user, long nowMillis) {
        this.executor = executor;
        session = sessions.open(this, nowMillis);
        session.receive(new Frame.Request(1, new Command.Hello(user, new DeviceId("d"), "", "test/1", List.of())));
    }

    void sync() {
        session.receive(new Frame.Request(2, new Command.Sync(Map.of(), null, null)));
    }

    int shown() {
        return shown;
    }

    @Override
    public void write(EncodedFrame frame) {
        if (frame.frame() instanceof Frame.Pushed pushed && pushed.event() instanceof Event.Appended) {
            shown++;
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
        // What was written was seen.
    }

    @Override
    public void close(CloseCode code, String reason) {
        throw new AssertionError("closed: " + code + " " + reason);
    }
}
