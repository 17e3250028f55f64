package dev.parley.benchmarks.load.sessions;

import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection inside the process, and the client at its other end: it signs in, syncs, and answers pings. Confined to the
 * executor of all.
 */
final class QuietConnection implements SessionConnection {

    private static final int HELLO = 1;
    private static final int SYNC = 2;

    private final QuietSessions all;
    private final int number;
    private @Nullable Session session;

    QuietConnection(QuietSessions all, int number) {
        this.all = all;
        this.number = number;
    }

    /** Says hello: a user of its own, on the user's only device. */
    void open() {
        String token = String.format("user-%07d", number);
        DeviceId device = new DeviceId(String.format("device-%07d", number));
        session = all.sessions().open(this, System.currentTimeMillis());
        session.receive(new Frame.Request(HELLO, new Command.Hello(token, device, "", "load/1", List.of())));
    }

    @Override
    public Executor executor() {
        return all.executor();
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
    public void write(EncodedFrame frame) {
        if (frame.frame() instanceof Frame.Ok ok && ok.result() instanceof Result.Welcome) {
            request(SYNC, new Command.Sync(Map.of(), null, null));
        } else if (frame.frame() instanceof Frame.Pushed pushed && pushed.event() instanceof Event.SyncDone) {
            all.synced();
        } else if (frame.frame() instanceof Frame.Pushed pushed && pushed.event() instanceof Event.Ping) {
            all.pinged();
            request(0, new Command.Pong());
        } else if (frame.frame() instanceof Frame.Failed failed) {
            all.failed(failed.error().toString());
        }
    }

    private void request(long id, Command command) {
        all.executor().execute(() -> {
            if (session != null) {
                session.receive(new Frame.Request(id, command));
            }
        });
    }

    @Override
    public void flush() {
        // What was written is forgotten.
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (code != CloseCode.GOING_AWAY) {
            all.failed("user " + number + " was closed: " + code + " " + reason);
        }
        if (session != null) {
            session.disconnected();
        }
    }
}
