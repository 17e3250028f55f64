package dev.parley.benchmarks.load.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Passes every message on to the others of its conversation, without looking at it. Thread-safe. */
final class RawRelay implements Carrier {

    @Override
    public ChannelHandler handler(People people, int user) {
        int first = people.scene().first(user);
        int last = first + people.scene().receivers();
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                WebSocketFrame frame = (WebSocketFrame) message;
                for (int other = first; other <= last; other++) {
                    Channel receiver = people.channel(other);
                    if (other != user && receiver != null) {
                        Turn.write(receiver, frame.retainedDuplicate());
                    }
                }
                frame.release();
            }
        };
    }
}
