package dev.parley.transport.websocket.internal.poll;

import dev.parley.core.session.EncodedFrame;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.backend.ClientStream;
import dev.parley.transport.websocket.internal.web.Answers;
import dev.parley.transport.websocket.options.PollOptions;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's connection over requests that come and go. What one of them was answered is kept until the client says that
 * it arrived. Confined to one event loop, whichever loops the requests come in on.
 */
final class PollConnection implements ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(PollConnection.class);

    /** What a connection is made with. Immutable. */
    record Setup(EventLoop loop, FrameCodec codec, String token, String remoteAddress, PollOptions options) {}

    private final Setup setup;
    private final Runnable ended;
    private final ClientStream stream;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean scheduled;
    private long batch;
    private @Nullable HttpReply unacknowledged;
    private @Nullable CompletableFuture<HttpReply> waiting;
    private @Nullable Future<?> timer;
    private @Nullable CloseCode closed;
    private boolean gone;
    private boolean held;

    /** Opens a session; {@code ended} is run once, when it is over and nobody can ask for its end any more. */
    PollConnection(Setup setup, Backend backend, Runnable ended) {
        this.setup = setup;
        this.ended = ended;
        this.stream = backend.open(this, System.currentTimeMillis());
    }

    @Override
    public Executor executor() {
        return setup.loop();
    }

    @Override
    public FrameCodec codec() {
        return setup.codec();
    }

    @Override
    public String remoteAddress() {
        return setup.remoteAddress();
    }

    @Override
    public String token() {
        return setup.token();
    }

    @Override
    public boolean writable() {
        return pendingBytes < setup.options().answer();
    }

    @Override
    public void write(EncodedFrame frame) {
        write(frame.bytes(setup.codec()));
    }

    @Override
    public void write(byte[] bytes) {
        if (closed == null) {
            pending.add(bytes);
            pendingBytes += bytes.length;
        }
    }

    @Override
    public void flush() {
        if (!scheduled) {
            scheduled = true;
            setup.loop().execute(this::deliver);
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (closed == null) {
            closed = code;
            setup.loop().execute(this::disconnected);
            flush();
        }
    }

    @Override
    public boolean closing() {
        return closed != null;
    }

    @Override
    public int together() {
        return setup.options().answer();
    }

    @Override
    public void hold(boolean wait) {
        held = wait;
    }

    /** A request came: its frames, and how far earlier answers arrived, negative when it does not say. */
    void poll(byte[] body, long acknowledged, CompletableFuture<HttpReply> answer) {
        if (acknowledged > batch) {
            answer.completeExceptionally(
                    new ChatException(ErrorCode.BAD_REQUEST, "X-Parley-Ack: no such batch was sent"));
            return;
        }
        if (acknowledged == batch) {
            unacknowledged = null;
        }
        if (waiting != null) {
            reply(HttpReply.empty(200)); // the newer request takes over: the older one's connection may be dead
        }
        waiting = answer;
        arm(setup.options().patience(), () -> reply(HttpReply.empty(200)));
        receive(body);
        flush();
    }

    /** The connection of a request broke before it was answered. */
    void lost(CompletableFuture<HttpReply> answer) {
        if (waiting == answer) {
            waiting = null;
            arm(setup.options().idle(), this::end);
        }
    }

    private void receive(byte[] body) {
        try {
            if (held && body.length > 0) {
                close(CloseCode.OVERLOADED, "too much of it waits");
            } else if (body.length > 0) {
                stream.receive(body);
            }
        } catch (RuntimeException e) {
            log.error("a session failed", e);
            close(CloseCode.INTERNAL, "a fault of the server");
        }
    }

    private void deliver() {
        scheduled = false;
        if (waiting == null) {
            return;
        }
        if (unacknowledged == null && !pending.isEmpty()) {
            unacknowledged = nextBatch();
        }
        if (unacknowledged != null) {
            reply(unacknowledged);
        } else if (closed != null) {
            reply(over(closed));
        }
    }

    private HttpReply nextBatch() {
        boolean full = !writable();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] next = pending.poll(); next != null; next = pending.poll()) {
            if (body.size() > 0 && !setup.codec().binary()) {
                body.write('\n');
            }
            body.writeBytes(next);
            pendingBytes -= next.length;
            byte[] following = pending.peek();
            if (following != null
                    && body.size() + following.length >= setup.options().answer()) {
                break;
            }
        }
        if (full && writable() && closed == null) {
            setup.loop().execute(stream::writabilityChanged);
        }
        batch++;
        return HttpReply.of(200, Answers.contentType(setup.codec()), body.toByteArray())
                .with("X-Parley-Batch", Long.toString(batch));
    }

    private void reply(HttpReply reply) {
        CompletableFuture<HttpReply> answer = waiting;
        waiting = null;
        arm(setup.options().idle(), this::end);
        if (answer != null) {
            answer.complete(reply);
        }
    }

    /** Nobody asked for too long. */
    private void end() {
        if (closed == null) {
            closed = CloseCode.PING_TIMEOUT;
        }
        disconnected();
        pending.clear();
        unacknowledged = null;
        ended.run();
    }

    private void disconnected() {
        if (!gone) {
            gone = true;
            stream.gone();
        }
    }

    private void arm(Duration time, Runnable task) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = setup.loop().schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says that a session is over. */
    static HttpReply over(CloseCode code) {
        return HttpReply.empty(410).with("X-Parley-Close", Integer.toString(code.code()));
    }
}
