package dev.parley.client.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.transport.ClientConnection;
import dev.parley.client.transport.ClientTransport;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The other end, which does what the test tells it; all bytes go through the real codec. */
public final class ScriptedServer implements ClientTransport {

    /** One request that waits to be answered. */
    public record Asked<C extends Command>(long id, C command) {}

    private final FrameCodec codec;
    private final VirtualLoop loop;
    private final ArrayDeque<Frame.Request> requests = new ArrayDeque<>();
    private Listener listener;
    private boolean open;
    private int attempts;

    public ScriptedServer(FrameCodec codec, VirtualLoop loop) {
        this.codec = codec;
        this.loop = loop;
    }

    @Override
    public void connect(URI uri, String subprotocol, boolean binary, Listener asked) {
        assertThat(subprotocol).isEqualTo(codec.subprotocol());
        assertThat(binary).isEqualTo(codec.binary());
        attempts++;
        listener = asked;
        requests.clear();
    }

    @Override
    public void close() {}

    /** How often the client has tried to connect. */
    public int attempts() {
        return attempts;
    }

    public boolean open() {
        return open;
    }

    /** Lets the connection come about. */
    public void accept() {
        open = true;
        Listener of = listener;
        of.opened(new ClientConnection() {
            @Override
            public void send(byte[] message) {
                if (of == listener && open) {
                    codec.decodeRequests(message).forEach(frame -> requests.add((Frame.Request) frame));
                }
            }

            @Override
            public void close(int code, String reason) {
                if (of == listener) {
                    open = false;
                }
            }
        });
        loop.run();
    }

    /** The next request, which must be of a kind; pongs, and receipts that are not asked for, are skipped. */
    public <C extends Command> Asked<C> next(Class<C> kind) {
        loop.run();
        Frame.Request request = requests.poll();
        while (request != null && skipped(request.command(), kind)) {
            request = requests.poll();
        }
        assertThat(request).as("a request " + kind.getSimpleName()).isNotNull();
        assertThat(request.command()).isInstanceOf(kind);
        return new Asked<>(request.id(), kind.cast(request.command()));
    }

    private static boolean skipped(Command command, Class<?> wanted) {
        return command instanceof Command.Pong
                || (command instanceof Command.Receipt && wanted != Command.Receipt.class);
    }

    /** All requests that wait. */
    public List<Command> waiting() {
        loop.run();
        List<Command> commands = new ArrayList<>();
        requests.forEach(request -> commands.add(request.command()));
        return commands;
    }

    public void answer(Asked<?> asked, Result result) {
        deliver(new Frame.Ok(asked.id(), result));
    }

    public void fail(Asked<?> asked, String code, boolean retryable, Long retryAfterMs) {
        deliver(new Frame.Failed(asked.id(), new WireError(code, "scripted", retryable, retryAfterMs)));
    }

    public void push(Event event) {
        deliver(new Frame.Pushed(event));
    }

    private void deliver(Frame frame) {
        say(codec.encode(frame));
    }

    /** Bytes that are no frame. */
    public void garble() {
        say(new byte[] {(byte) 0x80});
    }

    /** Any bytes as one message. */
    public void say(byte[] message) {
        listener.received(message);
        loop.run();
    }

    /** Ends the connection, or refuses it. */
    public void drop(int code) {
        open = false;
        listener.closed(code, "scripted");
        loop.run();
    }
}
