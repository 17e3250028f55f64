package dev.parley.transport.websocket.jakarta;

import dev.parley.core.session.Session;
import dev.parley.core.session.Sessions;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.glassfish.tyrus.core.TyrusSession;

/** Brings the messages of a Jakarta WebSocket to a session of the engine. One endpoint per connection. */
public final class JakartaEndpoint extends Endpoint {

    private static final int MESSAGE = 1024 * 1024;

    private final Sessions sessions;
    private final Executor executor;
    private final CompletableFuture<Session> opened = new CompletableFuture<>();

    /** An endpoint for the next connection; {@code threads} run its session. */
    public JakartaEndpoint(Sessions sessions, Executor threads) {
        this.sessions = sessions;
        this.executor = new SerialExecutor(threads);
    }

    @Override
    public void onOpen(jakarta.websocket.Session socket, EndpointConfig config) {
        boolean binary = socket.getNegotiatedSubprotocol().equals(FrameCodec.CBOR.subprotocol());
        FrameCodec codec = binary ? FrameCodec.CBOR : FrameCodec.JSON;
        socket.setMaxTextMessageBufferSize(MESSAGE);
        socket.setMaxBinaryMessageBufferSize(MESSAGE);
        // The one thing that the standard has no word for is where the client is.
        String remoteAddress = ((TyrusSession) socket).getRemoteAddr();
        JakartaConnection connection = new JakartaConnection(socket, codec, remoteAddress, executor);
        long now = System.currentTimeMillis();
        executor.execute(() -> {
            Session session = sessions.open(connection, now);
            connection.tells(session);
            opened.complete(session);
        });
        if (binary) {
            socket.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) bytes -> receive(codec, bytes));
        } else {
            socket.addMessageHandler(String.class, (MessageHandler.Whole<String>)
                    text -> receive(codec, text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void onClose(jakarta.websocket.Session socket, CloseReason reason) {
        executor.execute(() -> opened.join().disconnected());
    }

    private void receive(FrameCodec codec, byte[] message) {
        executor.execute(() -> {
            for (Frame frame : codec.decodeRequests(message)) {
                opened.join().receive(frame); // on the same executor as its opening, so it is there
            }
        });
    }
}
