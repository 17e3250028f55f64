package dev.parley.core.internal.outbound;

import dev.parley.core.ModelChecking;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.outbound.OutboundQueue.Next;
import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import java.util.List;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class OutboundQueueLincheckTest {

    private static final FrameCodec CODEC = FrameCodec.JSON;
    private static final List<Delivery> EVENTS = List.of(
            encoded(new Event.Hint(new ConversationId("room"), 1)),
            encoded(new Event.SyncDone(false)),
            encoded(new Event.MarksGrew(new ConversationId("room"), new UserId("bob"), new Marks(1, 1, 1))));
    private static final EncodedFrame REPLY = new EncodedFrame(new Frame.Ok(1, new Result.Done()));

    static {
        // So that no scenario walks through the codec.
        REPLY.bytes(CODEC);
    }

    @Test
    void everyInterleavingOfCallsIsOneOrderOfThem() {
        ModelChecking.check(Operations.class);
    }

    private static Delivery encoded(Event event) {
        Delivery delivery = Delivery.of(event);
        delivery.frame().bytes(CODEC);
        return delivery;
    }

    /** Which of the frames it is. */
    private static int index(@Nullable EncodedFrame frame) {
        for (int i = 0; i < EVENTS.size(); i++) {
            if (EVENTS.get(i).frame() == frame) {
                return i;
            }
        }
        return frame == null ? -2 : -1;
    }

    @Param(name = "event", gen = IntGen.class, conf = "0:2")
    @Param(name = "page", gen = BooleanGen.class)
    public static final class Operations {

        private final OutboundQueue queue = new OutboundQueue(CODEC, 10_000, 2);

        @Operation
        public Next push(@Param(name = "event") int event) {
            return queue.push(EVENTS.get(event));
        }

        @Operation
        public Next reply() {
            return queue.reply(REPLY, true);
        }

        @Operation
        public Next page() {
            return queue.page(REPLY);
        }

        @Operation
        public boolean begin(@Param(name = "page") boolean page) {
            return queue.begin(page);
        }

        @Operation
        public boolean pageBegins() {
            return queue.pageBegins();
        }

        @Operation
        public int poll() {
            return index(queue.poll());
        }

        @Operation
        public int underWay() {
            return queue.underWay();
        }

        @Operation
        public boolean park() {
            return queue.park();
        }

        @Operation
        public void close() {
            queue.close();
        }
    }
}
