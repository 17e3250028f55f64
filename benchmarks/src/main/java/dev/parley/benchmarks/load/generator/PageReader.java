package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.talk.Stamps;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP connection that asks for the same page again as soon as it has it. Confined to its event loop, but for the counts,
 * which are read when all is over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel
final class PageReader extends ChannelInboundHandlerAdapter {

    private static final int ENTRIES = 50;
    private static final String LENGTH = "content-length:";

    private final byte[] request;
    private final long countFrom;
    private final long countUntil;
    private final Histogram micros = Latency.empty();
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private @Nullable ByteBuf rest;
    private long asked;

    /**
     * A connection.
     *
     * @param request what it sends
     * @param countFrom when answers begin to count
     * @param countUntil when to stop
     */
    PageReader(byte[] request, long countFrom, long countUntil) {
        this.request = request;
        this.countFrom = countFrom;
        this.countUntil = countUntil;
    }

    long pages() {
        return pages.get();
    }

    long wrong() {
        return wrong.get();
    }

    Histogram micros() {
        return micros;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ask(ctx);
    }

    private void ask(ChannelHandlerContext ctx) {
        asked = System.nanoTime();
        if (asked >= countUntil) {
            ctx.close();
        } else {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(request), ctx.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            in = rest.writeBytes(in);
            ((ByteBuf) message).release();
            rest = null;
        }
        int body = Handshakes.end(in);
        int end = body < 0 ? Integer.MAX_VALUE : body + length(in, body);
        if (in.writerIndex() < end) {
            rest = ctx.alloc().buffer(65_536).writeBytes(in);
            in.release();
            return;
        }
        if (in.writerIndex() > end || !page(in, body, end)) {
            wrong.incrementAndGet();
        }
        in.release();
        long now = System.nanoTime();
        if (now >= countFrom && now < countUntil) {
            pages.incrementAndGet();
            micros.recordValue((now - asked) / 1_000);
        }
        ask(ctx);
    }

    private static boolean page(ByteBuf in, int body, int end) {
        boolean ok =
                in.toString(in.readerIndex(), 12, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        int entries = 0;
        for (int at = Stamps.find(in, body, end); at >= 0; at = Stamps.find(in, at, end)) {
            entries++;
        }
        return ok && entries == ENTRIES;
    }

    private static int length(ByteBuf in, int body) {
        String head = in.toString(in.readerIndex(), body - in.readerIndex(), StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT);
        int at = head.indexOf(LENGTH);
        int line = head.indexOf('\r', at);
        return at < 0
                ? 0
                : Integer.parseInt(head.substring(at + LENGTH.length(), line).strip());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        if (System.nanoTime() < countUntil) {
            wrong.incrementAndGet();
        }
    }
}
