import org.jspecify.annotations.NullMarked;

/** WebSocket, long-polling and the HTTP API on Netty. */
@NullMarked
module dev.parley.transport.websocket {
    requires transitive dev.parley.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
