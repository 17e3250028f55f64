package dev.parley.core.internal.cluster;

import dev.parley.core.spi.node.NodeId;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames as bytes: version, sender, number, then each signal with its kind and length, so that a node skips kinds that it
 * does not know yet and what is added behind what it knows (G18). Thread-safe.
 */
final class NodeFrames {

    private static final int VERSION = 1;
    private static final int MOVED = 1;
    private static final int MARKED = 2;
    private static final int INBOX_TOUCHED = 3;
    private static final int TYPED = 4;
    private static final int CAME_OR_WENT = 5;
    private static final int DEVICE_REVOKED = 6;
    private static final int DEVICE_CONNECTED = 7;
    private static final int ENTERED_ALL = 8;
    private static final int LEFT = 9;
    private static final int ROLL_ASKED = 10;
    private static final int ROLL_PART = 11;
    private static final int OVERLOOKED = 12;

    private NodeFrames() {}

    static byte[] encode(NodeFrame frame) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(64 + 96 * frame.signals().size());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(frame.sender().value());
            out.writeLong(frame.link());
            out.writeLong(frame.number());
            for (NodeSignal signal : frame.signals()) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                out.writeByte(write(signal, new DataOutputStream(body)));
                out.writeShort(body.size());
                body.writeTo(out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
        return bytes.toByteArray();
    }

    /** Reads a frame; fails when it is none of this version's. */
    static NodeFrame decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("a frame of version " + version + " (expected: " + VERSION + ")");
        }
        try {
            NodeId sender = new NodeId(in.readUTF());
            long link = in.readLong();
            long number = in.readLong();
            List<NodeSignal> signals = new ArrayList<>();
            while (in.available() > 0) {
                int kind = in.readUnsignedByte();
                byte[] body = new byte[in.readUnsignedShort()];
                in.readFully(body);
                NodeSignal signal = read(kind, new DataInputStream(new ByteArrayInputStream(body)));
                if (signal != null) {
                    signals.add(signal);
                }
            }
            return new NodeFrame(sender, link, number, signals);
        } catch (IllegalArgumentException e) {
            throw new IOException("a frame with an id or time that is none", e);
        }
    }

    private static int write(NodeSignal signal, DataOutputStream out) throws IOException {
        if (signal instanceof NodeSignal.Moved moved) {
            out.writeUTF(moved.conversation().value());
            out.writeLong(moved.head());
            out.writeLong(moved.stateSeq());
            return MOVED;
        }
        if (signal instanceof NodeSignal.Marked marked) {
            out.writeUTF(marked.conversation().value());
            out.writeUTF(marked.user().value());
            out.writeLong(marked.marks().delivered());
            out.writeLong(marked.marks().read());
            out.writeLong(marked.marks().readShown());
            return MARKED;
        }
        if (signal instanceof NodeSignal.InboxTouched touched) {
            out.writeUTF(touched.user().value());
            out.writeUTF(touched.conversation().value());
            return INBOX_TOUCHED;
        }
        if (signal instanceof NodeSignal.Typed typed) {
            out.writeUTF(typed.conversation().value());
            out.writeUTF(typed.user().value());
            out.writeBoolean(typed.active());
            return TYPED;
        }
        if (signal instanceof NodeSignal.CameOrWent news) {
            Presence presence = news.presence();
            out.writeUTF(presence.user().value());
            out.writeBoolean(presence.online());
            writeTime(presence.lastActiveAt(), out);
            return CAME_OR_WENT;
        }
        if (signal instanceof NodeSignal.DeviceRevoked revoked) {
            out.writeUTF(revoked.user().value());
            out.writeUTF(revoked.device().value());
            return DEVICE_REVOKED;
        }
        if (signal instanceof NodeSignal.EnteredAll) {
            return ENTERED_ALL;
        }
        if (signal instanceof NodeSignal.DeviceConnected connected) {
            out.writeUTF(connected.user().value());
            out.writeUTF(connected.device().value());
            writeTime(connected.registered(), out);
            return DEVICE_CONNECTED;
        }
        return writeRoll(signal, out);
    }

    private static int writeRoll(NodeSignal signal, DataOutputStream out) throws IOException {
        if (signal instanceof NodeSignal.Left left) {
            out.writeUTF(left.user().value());
            return LEFT;
        }
        if (signal instanceof NodeSignal.RollAsked asked) {
            out.writeLong(asked.ask());
            return ROLL_ASKED;
        }
        if (signal instanceof NodeSignal.RollPart part) {
            out.writeLong(part.ask());
            out.writeBoolean(part.last());
            out.writeShort(part.users().size());
            for (UserId user : part.users()) {
                out.writeUTF(user.value());
            }
            return ROLL_PART;
        }
        out.writeUTF(((NodeSignal.Overlooked) signal).user().value());
        return OVERLOOKED;
    }

    private static @Nullable NodeSignal read(int kind, DataInputStream in) throws IOException {
        return switch (kind) {
            case MOVED -> new NodeSignal.Moved(conversation(in), in.readLong(), in.readLong());
            case MARKED ->
                new NodeSignal.Marked(
                        conversation(in), user(in), new Marks(in.readLong(), in.readLong(), in.readLong()));
            case INBOX_TOUCHED -> new NodeSignal.InboxTouched(user(in), conversation(in));
            case TYPED -> new NodeSignal.Typed(conversation(in), user(in), in.readBoolean());
            case CAME_OR_WENT -> new NodeSignal.CameOrWent(new Presence(user(in), in.readBoolean(), time(in)));
            case DEVICE_REVOKED -> new NodeSignal.DeviceRevoked(user(in), new DeviceId(in.readUTF()));
            case DEVICE_CONNECTED -> connected(user(in), new DeviceId(in.readUTF()), time(in));
            case ENTERED_ALL -> new NodeSignal.EnteredAll();
            case LEFT -> new NodeSignal.Left(user(in));
            case ROLL_ASKED -> new NodeSignal.RollAsked(in.readLong());
            case ROLL_PART -> rollPart(in);
            case OVERLOOKED -> new NodeSignal.Overlooked(user(in));
            default -> null; // a later version's
        };
    }

    private static NodeSignal connected(UserId user, DeviceId device, @Nullable Instant registered) throws IOException {
        if (registered == null) {
            throw new IOException("a device that registered at no time");
        }
        return new NodeSignal.DeviceConnected(user, device, registered);
    }

    private static NodeSignal rollPart(DataInputStream in) throws IOException {
        long ask = in.readLong();
        boolean last = in.readBoolean();
        int many = in.readUnsignedShort();
        List<UserId> users = new ArrayList<>(Math.min(many, RollCalls.PART));
        for (int i = 0; i < many; i++) {
            users.add(user(in));
        }
        return new NodeSignal.RollPart(ask, users, last);
    }

    private static ConversationId conversation(DataInputStream in) throws IOException {
        return new ConversationId(in.readUTF());
    }

    private static UserId user(DataInputStream in) throws IOException {
        return new UserId(in.readUTF());
    }

    private static void writeTime(@Nullable Instant time, DataOutputStream out) throws IOException {
        out.writeBoolean(time != null);
        if (time != null) {
            out.writeLong(time.getEpochSecond());
            out.writeInt(time.getNano());
        }
    }

    private static @Nullable Instant time(DataInputStream in) throws IOException {
        try {
            if (!in.readBoolean()) {
                return null;
            }
            return Instant.ofEpochSecond(in.readLong(), in.readInt());
        } catch (DateTimeException e) {
            throw new IOException("a time that is none", e);
        }
    }
}
