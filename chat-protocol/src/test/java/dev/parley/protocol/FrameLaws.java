package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parley.model.EntryBody;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Function;

/** What holds for any bytes whatever, made by us or not. */
final class FrameLaws {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Reading costs at most so much memory: buffers of the parser, and a multiple of what was sent. */
    private static final long BUFFERS = 2L << 20;

    private static final long TIMES = 100;

    private FrameLaws() {}

    /** Every message of a client becomes requests, which mean the same in both encodings, and errors to answer with. */
    static void holdForRequests(FrameCodec codec, byte[] message) {
        for (Frame frame : measured(codec::decodeRequests, message)) {
            if (frame instanceof Frame.Unreadable unreadable) {
                assertThat(unreadable.id()).isBetween(0L, (1L << 53) - 1);
                assertThat(unreadable.error().code()).isIn("bad_request", "unknown_command", "invalid_text");
                assertThat(unreadable.error().retryable()).isFalse();
                sameInBoth(new Frame.Failed(unreadable.id(), unreadable.error()), c -> c::decodeAnswers);
            } else {
                assertThat(frame).isInstanceOf(Frame.Request.class);
                sameInBoth(frame, c -> c::decodeRequests);
            }
        }
    }

    /** Every message of a server becomes answers, which mean the same in both encodings, or is refused as a whole. */
    static void holdForAnswers(FrameCodec codec, byte[] message) {
        List<Frame> frames;
        try {
            frames = measured(codec::decodeAnswers, message);
        } catch (ChatException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            return;
        }
        for (Frame frame : frames) {
            assertThat(frame).isInstanceOfAny(Frame.Ok.class, Frame.Failed.class, Frame.Pushed.class);
            if (!(frame instanceof Frame.Pushed pushed && pushed.event() instanceof Event.Unknown)) {
                sameInBoth(frame, c -> c::decodeAnswers);
            }
        }
    }

    /** Every stored body is one, which is kept as it is, or is refused. */
    static void holdForStored(byte[] bytes) {
        EntryBody body;
        try {
            body = measured(EntryCodec::decode, bytes);
        } catch (ChatException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
            return;
        }
        assertThat(EntryCodec.decode(EntryCodec.encode(body))).isEqualTo(body);
    }

    private static void sameInBoth(Frame frame, Function<FrameCodec, Function<byte[], List<Frame>>> decoder) {
        for (FrameCodec codec : FrameCodecTest.codecs()) {
            assertThat(decoder.apply(codec).apply(codec.encode(frame)))
                    .as(codec.subprotocol())
                    .containsExactly(frame);
        }
    }

    /** Measures again before it complains: the first time counts the loading of classes, too. */
    private static <T> T measured(Function<byte[], T> decode, byte[] bytes) {
        long spent = spent(decode, bytes);
        for (int attempt = 0; attempt < 3 && spent > BUFFERS + TIMES * bytes.length; attempt++) {
            spent = spent(decode, bytes);
        }
        assertThat(spent).as("bytes allocated").isLessThanOrEqualTo(BUFFERS + TIMES * bytes.length);
        return decode.apply(bytes);
    }

    private static long spent(Function<byte[], ?> decode, byte[] bytes) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try {
            Object unused = decode.apply(bytes);
        } catch (ChatException e) {
            return THREADS.getThreadAllocatedBytes(thread) - before;
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }
}
