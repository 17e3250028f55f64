package dev.parley.transport.websocket.internal.link;

import dev.parley.transport.websocket.options.LinkOptions;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a link: records in and out, heartbeats, and an end with a reason when the other end breaks the rules. Confined
 * to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is seen elsewhere
public abstract class LinkHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(LinkHandler.class);

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);
    private static final int LENGTH = 4;
    private static final int FAULT_TEXT = 500;

    private final LinkOptions options;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Terms peer;
    private @Nullable Future<?> beat;
    private long heardAt;
    private boolean trusted;
    private boolean over;

    /**
     * One end.
     *
     * @param options its limits
     */
    protected LinkHandler(LinkOptions options) {
        this.options = options;
    }

    /** The channel is there. */
    protected abstract void began();

    /** A record of the greeting came. */
    protected abstract void greeted(int kind, ByteBuf record);

    /** A record came over the open link. */
    protected abstract void received(int kind, ByteBuf record);

    /** More can be written again. */
    protected abstract void writableAgain();

    /** The link is over; the last call. */
    protected abstract void ended();

    /** What a heartbeat of this end says: how many clients it has. */
    protected abstract int load();

    /** What the other end's heartbeat said. */
    protected abstract void loaded(int clients);

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().config().setWriteBufferWaterMark(WATER_MARK);
        heardAt = System.nanoTime();
        long silence = options.silence().toMillis();
        long every = options.heartbeat().toMillis();
        beat = ctx.executor().scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
        ctx.executor().schedule(this::openByNow, silence, TimeUnit.MILLISECONDS);
        began();
    }

    private void beat() {
        if (System.nanoTime() - heardAt > options.silence().toNanos()) {
            close("silent for " + options.silence());
        } else if (trusted) {
            send(record(Kinds.PING));
        }
    }

    private void openByNow() {
        if (!trusted) {
            close("not open after " + options.silence());
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf record = (ByteBuf) message;
        try {
            if (!over) {
                heardAt = System.nanoTime();
                take(record.readUnsignedByte(), record);
            }
        } finally {
            record.release();
        }
    }

    private void take(int kind, ByteBuf record) {
        if (kind == Kinds.FAULT) {
            log.warn("link with {} closed by the other side: {}", where(), trusted ? Wire.text(record) : "refused");
        } else if (!trusted) {
            greeted(kind, record);
        } else if (kind == Kinds.PING) {
            send(record(Kinds.PONG).writeInt(load()));
        } else if (kind == Kinds.PONG) {
            loaded(record.readInt());
        } else {
            received(kind, record);
        }
    }

    /** The other side has proven who it is: the link is open. */
    protected final void trust(Terms terms) {
        peer = terms;
        trusted = true;
        context().pipeline().get(LinkDecoder.class).trust();
    }

    /** Tells whether the link is open. */
    protected final boolean open() {
        return trusted && !over;
    }

    /** The other side's limits. */
    protected final Terms peer() {
        if (peer == null) {
            throw new IllegalStateException("the link is not open yet");
        }
        return peer;
    }

    /** This side's limits. */
    protected final LinkOptions options() {
        return options;
    }

    /** The link's thread. */
    public final Executor executor() {
        return context().executor();
    }

    /** Runs a task later on the link's thread. */
    protected final void later(long millis, Runnable task) {
        context().executor().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Whether more can be written without piling up. */
    public final boolean writable() {
        return context().channel().isWritable();
    }

    /** The largest content of a message that the other side takes, in bytes. */
    public final int largest() {
        return peer().record() - LinkDecoder.GREETING;
    }

    /** Begins a record. */
    protected final ByteBuf record(int kind) {
        return context().alloc().ioBuffer(64).writeInt(0).writeByte(kind);
    }

    /** Sends a record. */
    protected final void send(ByteBuf record) {
        record.setInt(0, record.readableBytes() - LENGTH);
        context().writeAndFlush(record, context().voidPromise());
    }

    /** Sends frames of one client as one message. */
    final void message(int stream, Iterable<byte[]> frames, int bytes, boolean lines) {
        ByteBuf record = context()
                .alloc()
                .ioBuffer(bytes + 16)
                .writeInt(0)
                .writeByte(Kinds.MESSAGE)
                .writeInt(stream);
        boolean first = true;
        for (byte[] frame : frames) {
            if (lines && !first) {
                record.writeByte('\n');
            }
            record.writeBytes(frame);
            first = false;
        }
        send(record);
    }

    /** Says why, and ends the link. */
    protected final void close(String why) {
        if (over) {
            return;
        }
        log.warn("link with {} closed: {}", where(), why);
        ByteBuf record = record(Kinds.FAULT);
        Wire.text(record, why.substring(0, Math.min(why.length(), FAULT_TEXT)));
        record.setInt(0, record.readableBytes() - LENGTH);
        context().writeAndFlush(record).addListener(ChannelFutureListener.CLOSE);
        later(options.heartbeat().toMillis(), () -> context().close()); // the other side may read nothing
        finish();
    }

    /** Ends the link, all being well. */
    protected final void leave() {
        context().flush().close();
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (open() && ctx.channel().isWritable()) {
            writableAgain();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        finish();
        ctx.fireChannelInactive();
    }

    private void finish() {
        if (!over) {
            over = true;
            if (beat != null) {
                beat.cancel(false);
            }
            ended();
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable inner = cause.getCause(); // the decoder wraps what is thrown in it
        Throwable root = inner == null ? cause : inner;
        if (context == null) {
            ctx.close();
        } else if (root instanceof LinkViolation violation) {
            close(String.valueOf(violation.getMessage()));
        } else if (root instanceof IndexOutOfBoundsException) {
            close("a record that is too short");
        } else if (cause instanceof IOException || cause instanceof DecoderException) { // TLS, too
            // Not the message of what is no TLS: it has the bytes, and they may be somebody's token.
            log.warn("link with {} lost: {}", where(), root instanceof DecoderException ? "not TLS" : root.toString());
            ctx.close();
        } else {
            log.error("a link failed", cause);
            close("a fault of this side");
        }
    }

    /** Where the other end is. */
    protected final String where() {
        return String.valueOf(context().channel().remoteAddress());
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the link has not begun");
        }
        return context;
    }
}
