import org.jspecify.annotations.NullMarked;

/** WebSocket, long-polling and the HTTP API on Netty. */
@NullMarked
module dev.parley.transport.websocket {
    exports dev.parley.transport.websocket;
    exports dev.parley.transport.websocket.http;
    exports dev.parley.transport.websocket.options;

    requires com.github.benmanes.caffeine;
    requires transitive dev.parley.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.compression;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
