package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFramesTest {

    private static final NodeId NODE = new NodeId("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final ConversationId TRIP = new ConversationId("c.ü-1");
    private static final UserId ADA = new UserId("ada \uD83D\uDE80");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final Instant TIME = Instant.parse("2026-11-01T12:00:00.123456789Z");

    private static final List<NodeSignal> ALL = List.of(
            new NodeSignal.Moved(TRIP, (1L << 53) - 1, 7),
            new NodeSignal.Marked(TRIP, ADA, new Marks(9, 8, 7)),
            new NodeSignal.Marked(TRIP, ADA, Marks.NONE),
            new NodeSignal.InboxTouched(ADA, TRIP),
            new NodeSignal.Typed(TRIP, ADA, true),
            new NodeSignal.Typed(TRIP, ADA, false),
            new NodeSignal.CameOrWent(new Presence(ADA, true, TIME)),
            new NodeSignal.CameOrWent(new Presence(ADA, false, null)),
            new NodeSignal.DeviceRevoked(ADA, PHONE),
            new NodeSignal.DeviceConnected(ADA, PHONE, TIME),
            new NodeSignal.EnteredAll(),
            new NodeSignal.Left(ADA),
            new NodeSignal.RollAsked(7),
            new NodeSignal.RollPart(7, List.of(ADA, new UserId("bob")), false),
            new NodeSignal.RollPart(1L << 40, List.of(), true),
            new NodeSignal.Overlooked(ADA));

    @Test
    void everySignalIsReadAsItWasWritten() throws IOException {
        NodeFrame frame = new NodeFrame(NODE, 3, 1L << 40, ALL);
        assertThat(NodeFrames.decode(NodeFrames.encode(frame))).isEqualTo(frame);
        NodeFrame beat = new NodeFrame(NODE, 1, 1, List.of());
        assertThat(NodeFrames.decode(NodeFrames.encode(beat))).isEqualTo(beat);
    }

    @Test
    void theLongestFrameFitsTheBus() {
        String id = "\u20AC".repeat(128);
        NodeSignal longest = new NodeSignal.Marked(
                new ConversationId(id), new UserId(id), new Marks(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
        NodeFrame frame = new NodeFrame(NODE, 1, 1, Collections.nCopies(Link.PER_FRAME, longest));
        assertThat(NodeFrames.encode(frame)).hasSizeLessThanOrEqualTo(NodeBus.MAX_FRAME);

        List<NodeSignal> signals = new ArrayList<>(Collections.nCopies(Link.PER_FRAME - 1, longest));
        signals.add(new NodeSignal.RollPart(1, Collections.nCopies(RollCalls.PART, new UserId(id)), true));
        assertThat(NodeFrames.encode(new NodeFrame(NODE, 1, 1, signals))).hasSizeLessThanOrEqualTo(NodeBus.MAX_FRAME);
    }

    /** G18: a later version adds kinds of signals, and fields behind those of today. */
    @Test
    void whatALaterVersionAddsIsSkipped() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(NodeFrames.encode(new NodeFrame(NODE, 1, 2, List.of())));
        out.writeByte(99);
        out.writeShort(3);
        out.write(new byte[3]);
        ByteArrayOutputStream touched = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(touched);
        body.writeUTF(ADA.value());
        body.writeUTF(TRIP.value());
        body.writeUTF("of a later version");
        out.writeByte(3);
        out.writeShort(touched.size());
        touched.writeTo(out);
        assertThat(NodeFrames.decode(bytes.toByteArray()))
                .isEqualTo(new NodeFrame(NODE, 1, 2, List.of(new NodeSignal.InboxTouched(ADA, TRIP))));
    }

    @Test
    void whatIsNoFrameIsRefused() {
        byte[] frame = NodeFrames.encode(new NodeFrame(NODE, 1, 1, ALL));
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            try {
                assertThat(NodeFrames.decode(cut).signals().size()).isLessThan(ALL.size());
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            }
        }
        byte[] otherVersion = frame.clone();
        otherVersion[0] = 2;
        assertThatThrownBy(() -> NodeFrames.decode(otherVersion))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }
}
