package dev.parley.presence.redis.internal;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose server owes an answer and says nothing for too long. Of a peer that vanished from the net, TCP
 * itself tells after a quarter of an hour. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the looks and the close
final class Silence extends ChannelDuplexHandler {

    private final long most;
    private boolean owed;
    private boolean watched;
    private long since;

    Silence(Duration most) {
        this.most = most.toNanos();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!owed) {
            owed = true;
            since = System.nanoTime();
        }
        if (!watched) {
            watched = true;
            lookAfter(context, most);
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        owed = false;
        context.fireChannelRead(message);
    }

    private void lookAfter(ChannelHandlerContext context, long nanos) {
        context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        long left = since + most - System.nanoTime();
        watched = owed && left > 0 && context.channel().isActive();
        if (watched) {
            lookAfter(context, left);
        } else if (owed) {
            context.close();
        }
    }
}
