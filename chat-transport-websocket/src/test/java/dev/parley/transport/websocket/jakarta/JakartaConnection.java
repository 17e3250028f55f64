package dev.parley.transport.websocket.jakarta;

import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.SessionConnection;
import dev.parley.protocol.FrameCodec;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A Jakarta WebSocket session as the engine sees it: one message is sent at a time, what comes meanwhile joins the next. */
final class JakartaConnection implements SessionConnection {

    private static final int HIGH_WATER = 64 * 1024;

    private final Session socket;
    private final FrameCodec codec;
    private final String remoteAddress;
    private final Executor executor;
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean sending;
    private @Nullable CloseReason closing;
    private dev.parley.core.session.@Nullable Session session;

    JakartaConnection(Session socket, FrameCodec codec, String remoteAddress, Executor executor) {
        this.socket = socket;
        this.codec = codec;
        this.remoteAddress = remoteAddress;
        this.executor = executor;
    }

    /** The session that wants to know when more can be written. */
    void tells(dev.parley.core.session.Session opened) {
        session = opened;
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
        return remoteAddress;
    }

    @Override
    public String token() {
        return ""; // clients show it in hello
    }

    @Override
    public boolean writable() {
        return pending.size() < HIGH_WATER;
    }

    @Override
    public void write(EncodedFrame frame) {
        if (closing == null) {
            if (pending.size() > 0 && !codec.binary()) {
                pending.write('\n');
            }
            pending.writeBytes(frame.bytes(codec));
        }
    }

    @Override
    public void flush() {
        if (sending) {
            return;
        }
        if (pending.size() > 0) {
            boolean full = !writable();
            byte[] message = pending.toByteArray();
            pending = new ByteArrayOutputStream();
            sending = true;
            if (codec.binary()) {
                socket.getAsyncRemote().sendBinary(ByteBuffer.wrap(message), this::sent);
            } else {
                socket.getAsyncRemote().sendText(new String(message, StandardCharsets.UTF_8), this::sent);
            }
            if (full && session != null) {
                session.writabilityChanged();
            }
        } else if (closing != null) {
            close(closing);
        }
    }

    @Override
    public void close(dev.parley.protocol.CloseCode code, String reason) {
        if (closing == null) {
            closing = new CloseReason(CloseReason.CloseCodes.getCloseCode(code.code()), reason);
            flush();
        }
    }

    private void sent(SendResult result) {
        executor.execute(() -> {
            sending = false;
            if (result.isOK()) {
                flush();
            } else {
                close(new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, ""));
            }
        });
    }

    private void close(CloseReason why) {
        try {
            socket.close(why);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
