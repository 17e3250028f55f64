package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One user's WebSocket, without a pipeline: what comes is cut into messages where it lies, what goes is gathered in one buffer
 * and flushed once a turn. Confined to its driver's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is seen
final class Connection extends ChannelInboundHandlerAdapter implements Client {

    private static final int OUT = 1_024;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Driver driver;
    private final int user;
    private final Talk talk;
    private @Nullable Channel channel;
    private @Nullable ByteBuf out;
    private @Nullable ByteBuf rest;
    private boolean open;
    private boolean closing;
    private boolean gone;

    Connection(Driver driver, int user) {
        this.driver = driver;
        this.user = user;
        this.talk = driver.dialect().talk(this);
    }

    Talk talk() {
        return talk;
    }

    /** Closes it; that it is gone is then no failure. */
    void close() {
        closing = true;
        if (channel != null) {
            channel.close();
        }
    }

    boolean isGone() {
        return gone;
    }

    /** Sends what was written. */
    void flush() {
        ByteBuf ready = out;
        if (ready != null && channel != null) {
            out = null;
            channel.writeAndFlush(ready, channel.voidPromise());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        out().writeCharSequence(Handshakes.request(driver.dialect().handshake(user)), StandardCharsets.US_ASCII);
        flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            in = rest.writeBytes(in);
            ((ByteBuf) message).release();
            rest = null;
        }
        try {
            if (!open) {
                open(in);
            }
            while (open && frame(in)) {
                // goes on until a frame is not whole
            }
            if (in.isReadable()) {
                rest = ctx.alloc()
                        .buffer(Math.max(2 * in.readableBytes(), 4_096))
                        .writeBytes(in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    private void open(ByteBuf in) {
        int end = Handshakes.end(in);
        if (end < 0) {
            return;
        }
        String head = in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII)
                .toString();
        if (Handshakes.accepted(head)) {
            open = true;
            talk.greet();
        } else {
            failed("no WebSocket: " + head.lines().findFirst().orElse(""));
            close();
        }
    }

    /** Takes one frame, if it is whole. */
    private boolean frame(ByteBuf in) {
        int available = in.readableBytes();
        int start = in.readerIndex();
        if (available < 2) {
            return false;
        }
        int first = in.getByte(start);
        long length = in.getByte(start + 1) & 0x7F;
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (available < header) {
            return false;
        }
        if (header > 2) {
            length = header == 4 ? in.getUnsignedShort(start + 2) : in.getLong(start + 2);
        }
        if (available < header + length) {
            return false;
        }
        int body = start + header;
        int end = body + (int) length;
        in.readerIndex(body);
        int written = in.writerIndex();
        in.writerIndex(end);
        message(first, in);
        in.writerIndex(written);
        in.readerIndex(end);
        return true;
    }

    private void message(int first, ByteBuf payload) {
        int opcode = first & 0x0F;
        if (opcode == PING) {
            byte[] bytes = new byte[payload.readableBytes()];
            payload.readBytes(bytes);
            Template.write(out(), PONG, bytes, bytes.length);
            driver.written(this);
        } else if (opcode == CLOSE) {
            if (!closing) {
                int code = payload.readableBytes() >= 2 ? payload.readUnsignedShort() : 1005;
                failed("closed with " + code + " " + payload.toString(StandardCharsets.UTF_8));
            }
            close();
        } else if ((opcode == 1 || opcode == 2) && first < 0) {
            talk.receive(payload);
        } else if (opcode != PONG) {
            failed("a frame that begins with " + Integer.toHexString(first & 0xFF));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        if (out != null) {
            out.release();
            out = null;
        }
        gone = true;
        driver.gone(this, closing);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause.toString());
        close();
    }

    private ByteBuf out() {
        ByteBuf ready = out;
        if (ready == null) {
            if (channel == null) {
                throw new IllegalStateException("user " + user + " is not connected");
            }
            ready = channel.alloc().directBuffer(OUT);
            out = ready;
        }
        return ready;
    }

    @Override
    public int user() {
        return user;
    }

    @Override
    public void write(Template template, long stamp) {
        if (!closing) {
            template.write(out(), stamp);
            driver.written(this);
        }
    }

    @Override
    public void write(boolean binary, byte[] payload, int length) {
        if (!closing) {
            Template.write(out(), binary ? 2 : 1, payload, length);
            driver.written(this);
        }
    }

    @Override
    public void ready() {
        driver.ready();
    }

    @Override
    public void acked(long stamp) {
        driver.acked(user, stamp);
    }

    @Override
    public boolean delivered(long stamp) {
        return driver.delivered(user, stamp);
    }

    @Override
    public void pinged() {
        driver.pinged();
    }

    @Override
    public void receipted(long stamp) {
        driver.receipted(user, stamp);
    }

    @Override
    public void failed(String what) {
        driver.failed("user " + user + ": " + what);
    }
}
