package dev.parley.transport.websocket.internal.ws;

import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * permessage-deflate (RFC 7692) without memory between messages in either direction, whatever the client offers: section
 * 7.1.1 lets a server ask for both. Decompression of a frame is given up before it has made twice what it may: Netty's
 * decoder asks for room for twice the bytes that it has left to read. Immutable.
 */
final class BoundedDeflate implements WebSocketServerExtensionHandshaker {

    private static final int LEVEL = 1;
    private static final int SLACK = 1024;

    private final PerMessageDeflateServerExtensionHandshaker handshaker;

    private BoundedDeflate(int maxMessage) {
        handshaker = new PerMessageDeflateServerExtensionHandshaker(
                LEVEL,
                ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                true,
                true,
                (int) Math.min(Integer.MAX_VALUE, 2L * maxMessage + SLACK));
    }

    /** The handler that negotiates it; takes itself out after the upgrade. */
    static WebSocketServerExtensionHandler handler(int maxMessage) {
        return new WebSocketServerExtensionHandler(new BoundedDeflate(maxMessage));
    }

    @Override
    public @Nullable WebSocketServerExtension handshakeExtension(WebSocketExtensionData offered) {
        Map<String, @Nullable String> parameters = new HashMap<>(offered.parameters());
        parameters.put("server_no_context_takeover", null);
        parameters.put("client_no_context_takeover", null);
        return handshaker.handshakeExtension(new WebSocketExtensionData(offered.name(), parameters));
    }
}
