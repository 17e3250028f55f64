package dev.parley.client.transport;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the JDK: puts the parts of a message together, and sends one message after the other, as the JDK
 * wants it. Thread-safe.
 */
final class JdkConnection implements WebSocket.Listener, ClientConnection {

    /** How long after a close was sent the socket is cut, answered or not. */
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final boolean binary;
    private final ClientTransport.Listener listener;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();

    private final Object lock = new Object();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable WebSocket socket;
    private boolean sending;
    private boolean ended;

    JdkConnection(boolean binary, ClientTransport.Listener listener) {
        this.binary = binary;
        this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (lock) {
            socket = opened;
        }
        listener.opened(this);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (tooLarge(from, text.length())) {
            return null;
        }
        if (last) {
            byte[] message = text.toString().getBytes(StandardCharsets.UTF_8);
            text.setLength(0);
            listener.received(message);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
        if (tooLarge(from, bytes.size())) {
            return null;
        }
        if (last) {
            byte[] message = bytes.toByteArray();
            bytes.reset();
            listener.received(message);
        }
        from.request(1);
        return null;
    }

    private boolean tooLarge(WebSocket from, int size) {
        if (size <= ClientTransport.MAX_MESSAGE_BYTES) {
            return false;
        }
        from.abort();
        ended(1009, "a message above " + ClientTransport.MAX_MESSAGE_BYTES + " bytes");
        return true;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        ended(1006, failure.toString());
    }

    @Override
    public void send(byte[] message) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            waiting.add(message);
        }
        sendNext();
    }

    /** The JDK takes one message at a time. A loop, because a send may be done before its future is looked at. */
    private void sendNext() {
        for (CompletableFuture<WebSocket> sent = sendFirst(); sent != null; sent = sendFirst()) {
            if (!sent.isDone() || sent.isCompletedExceptionally()) {
                CompletionStage<WebSocket> stage = sent;
                stage.whenComplete((done, failure) -> sent(failure));
                return;
            }
            release();
        }
    }

    private @Nullable CompletableFuture<WebSocket> sendFirst() {
        WebSocket to;
        byte[] message;
        synchronized (lock) {
            if (sending || ended || socket == null || waiting.isEmpty()) {
                return null;
            }
            sending = true;
            to = socket;
            message = waiting.remove();
        }
        return binary
                ? to.sendBinary(ByteBuffer.wrap(message), true)
                : to.sendText(new String(message, StandardCharsets.UTF_8), true);
    }

    private void release() {
        synchronized (lock) {
            sending = false;
        }
    }

    private void sent(@Nullable Throwable failure) {
        release();
        if (failure != null) {
            ended(1006, failure.toString());
        } else {
            sendNext();
        }
    }

    @Override
    public void close(int code, String reason) {
        WebSocket to;
        synchronized (lock) {
            ended = true; // nothing is told any more: who closes knows
            to = socket;
            waiting.clear();
        }
        if (to != null) {
            CompletionStage<WebSocket> closing = to.sendClose(code, reason);
            closing.exceptionally(failure -> to); // it is closed already, then
            CompletableFuture.delayedExecutor(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .execute(to::abort);
        }
    }

    void ended(int code, String reason) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.clear();
        }
        listener.closed(code, reason);
    }
}
