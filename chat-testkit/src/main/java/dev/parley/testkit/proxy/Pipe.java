package dev.parley.testkit.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** One direction of a connection. Confined to the proxy's thread. */
final class Pipe {

    private static final int CHUNK = 16 * 1024;
    private static final int MOST_DELAYED = 1 << 20;

    /** What came from the source, and when; only the first kind has bytes. */
    private record Chunk(ByteBuffer bytes, long arrived, Kind kind) {}

    private enum Kind {
        BYTES,
        END,
        RESET
    }

    /** What a pipe asks of its connection after a step. */
    enum Wish {
        GO_ON,
        CLOSE,
        RESET
    }

    private final SocketChannel source;
    private final SocketChannel sink;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();
    private Fault fault;
    private long left;
    private long nextDrip;
    private int queued;
    private boolean sourceEnded;
    private boolean sinkEnded;
    private boolean sinkBroken;
    private boolean blocked;
    private long forwarded;

    Pipe(SocketChannel source, SocketChannel sink, Fault fault, long now) {
        this.source = source;
        this.sink = sink;
        this.fault = fault;
        fault(fault, now);
    }

    void fault(Fault next, long now) {
        fault = next;
        nextDrip = now;
        left = next instanceof Fault.Drop drop ? drop.bytes() : next instanceof Fault.Cut cut ? cut.bytes() : 0;
    }

    /** Tells whether it would read from its source now. */
    boolean wantsRead() {
        if (sourceEnded || fault instanceof Fault.Blackhole) {
            return false;
        }
        return queued < (fault instanceof Fault.Delay ? MOST_DELAYED : 1);
    }

    /** Tells whether its sink took less than it should have. */
    boolean wantsWrite() {
        return blocked;
    }

    /** Tells whether the end of the stream has passed. */
    boolean ended() {
        return sinkEnded && sourceEnded;
    }

    long forwarded() {
        return forwarded;
    }

    void read(ByteBuffer scratch, long now) {
        scratch.clear().limit(CHUNK);
        try {
            int count = source.read(scratch);
            if (count < 0) {
                sourceEnded = true;
                waiting.add(new Chunk(ByteBuffer.allocate(0), now, Kind.END));
            } else if (count > 0) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(count).put(scratch.flip()).flip();
                waiting.add(new Chunk(bytes, now, Kind.BYTES));
                queued += count;
                if (fault instanceof Fault.CutBefore cut) {
                    lookFor(cut.text(), bytes);
                }
            }
        } catch (IOException e) {
            sourceBroken(now);
        }
    }

    /** What was read before the text passes; then the connection is cut. */
    private void lookFor(String text, ByteBuffer bytes) {
        String read = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        int at = read.indexOf(text);
        if (at >= 0) {
            fault = new Fault.Cut(queued - bytes.remaining() + at, true);
            left = ((Fault.Cut) fault).bytes();
        }
    }

    /** The source was reset: so is the other side, when the fault lets it pass. */
    void sourceBroken(long now) {
        if (!sourceEnded) {
            sourceEnded = true;
            waiting.add(new Chunk(ByteBuffer.allocate(0), now, Kind.RESET));
        }
    }

    /** Tells whether its sink was reset, which the pipe that reads from there must know. */
    boolean sinkBroken() {
        return sinkBroken;
    }

    /** Ends the stream towards the sink; what comes later is swallowed. */
    void halfClose() {
        if (!sinkEnded) {
            sinkEnded = true;
            try {
                sink.shutdownOutput();
            } catch (IOException e) {
                sinkBroken = true;
            }
        }
    }

    /** Passes on what the fault lets pass now. */
    Wish write(long now) {
        blocked = false;
        if (fault instanceof Fault.Cut cut && left == 0) {
            return cut.reset() ? Wish.RESET : Wish.CLOSE;
        }
        while (!waiting.isEmpty()) {
            Chunk chunk = waiting.peek();
            if (due(chunk) > now) {
                return Wish.GO_ON;
            }
            if (chunk.kind == Kind.RESET) {
                return Wish.RESET;
            }
            if (chunk.kind == Kind.END) {
                waiting.remove();
                halfClose();
                return Wish.GO_ON;
            }
            int passed = sinkEnded || fault instanceof Fault.Drop ? swallow(chunk.bytes) : pass(chunk.bytes);
            queued -= passed;
            if (!chunk.bytes.hasRemaining()) {
                waiting.remove();
            }
            if (fault instanceof Fault.Drip drip) {
                nextDrip = now + drip.every().toNanos();
            } else if (fault instanceof Fault.Drop && left <= 0) {
                return Wish.CLOSE;
            } else if (fault instanceof Fault.Cut cut && left <= 0) {
                return cut.reset() ? Wish.RESET : Wish.CLOSE;
            }
            if (blocked) {
                return Wish.GO_ON;
            }
        }
        return Wish.GO_ON;
    }

    private int swallow(ByteBuffer bytes) {
        int count = bytes.remaining();
        bytes.position(bytes.limit());
        left -= count;
        return count;
    }

    private int pass(ByteBuffer bytes) {
        int most = bytes.remaining();
        if (fault instanceof Fault.Drip drip) {
            most = Math.min(most, drip.bytes());
        } else if (fault instanceof Fault.Cut) {
            most = (int) Math.min(most, left);
        }
        int end = bytes.limit();
        bytes.limit(bytes.position() + most);
        int count;
        try {
            count = sink.write(bytes);
        } catch (IOException e) {
            sinkEnded = true;
            sinkBroken = true;
            return swallow(bytes.limit(end));
        }
        bytes.limit(end);
        blocked = count < most;
        forwarded += count;
        left -= count;
        return count;
    }

    private long due(Chunk chunk) {
        if (fault instanceof Fault.Blackhole) {
            return Long.MAX_VALUE;
        }
        if (fault instanceof Fault.Delay delay) {
            return chunk.arrived + delay.by().toNanos();
        }
        return fault instanceof Fault.Drip ? nextDrip : Long.MIN_VALUE;
    }

    /** When it has something to do without anything happening on its channels; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        return waiting.isEmpty() || blocked ? Long.MAX_VALUE : due(waiting.peek());
    }
}
