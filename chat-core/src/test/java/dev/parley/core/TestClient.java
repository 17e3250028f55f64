package dev.parley.core;

import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A client with a session of a {@link TestEngine}, on the thread that calls. */
final class TestClient implements SessionConnection {

    final List<Frame> received = new ArrayList<>();

    @Nullable
    CloseCode closed;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Session session;
    private boolean running;

    private TestClient(TestEngine engine) {
        session = engine.chat.sessions().open(this, engine.millis());
    }

    /** Connects and says hello. */
    static TestClient join(TestEngine engine, String user, String device) {
        TestClient client = new TestClient(engine);
        client.send(1, new Command.Hello(user, new DeviceId(device), "", "test", List.of()));
        return client;
    }

    void send(long id, Command command) {
        executor().execute(() -> session.receive(new Frame.Request(id, command)));
    }

    List<Event> events() {
        return received.stream()
                .filter(Frame.Pushed.class::isInstance)
                .map(frame -> ((Frame.Pushed) frame).event())
                .toList();
    }

    /** The entries that were pushed. */
    List<Entry> entries() {
        return events().stream()
                .filter(Event.Appended.class::isInstance)
                .map(event -> ((Event.Appended) event).entry())
                .toList();
    }

    /** One task after another, as on an event loop. */
    @Override
    public Executor executor() {
        return task -> {
            tasks.add(task);
            if (!running) {
                running = true;
                for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                    next.run();
                }
                running = false;
            }
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
        return "";
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void write(EncodedFrame frame) {
        received.add(frame.frame());
    }

    @Override
    public void flush() {}

    @Override
    public void close(CloseCode code, String reason) {
        closed = code;
        executor().execute(session::disconnected);
    }
}
