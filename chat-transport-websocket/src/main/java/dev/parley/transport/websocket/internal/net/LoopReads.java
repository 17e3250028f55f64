package dev.parley.transport.websocket.internal.net;

import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * How much is read at once: the same for all, so that what keeps count of it need not be kept for each connection, but for
 * each event loop, which reads from one connection after the other. Thread-safe.
 */
public final class LoopReads implements RecvByteBufAllocator {

    /** More than nearly every message has, and given back as soon as it is decoded. */
    private static final int BYTES = 4_096;

    /** After so many reads it is the next connection's turn. */
    private static final int READS = 16;

    private final FixedRecvByteBufAllocator reads = new FixedRecvByteBufAllocator(BYTES);
    private final FastThreadLocal<ExtendedHandle> handles = new FastThreadLocal<>() {
        @Override
        protected ExtendedHandle initialValue() {
            return (ExtendedHandle) reads.newHandle();
        }
    };

    /** For the connections of any number of event loops. */
    public LoopReads() {
        reads.maxMessagesPerRead(READS);
    }

    @Override
    public ExtendedHandle newHandle() {
        return handles.get();
    }
}
