package dev.parley.benchmarks.load.talk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A WebSocket frame made once, masked, into which only a stamp is patched. Its mask key is not zero, so that the server has
 * the same work with it as with any client's; that it is always the same key is what RFC 6455 section 5.3 forbids clients
 * that a browser's page can control, and does not matter here. Immutable.
 */
public final class Template {

    /** The key that masks everything the generator writes. */
    private static final int MASK = 0x5CA1AB1E;

    private static final Pattern HOLE = Pattern.compile("\\{[nm]}");

    /** As many digits fit into the 32 bits that some servers have for them. */
    private static final int LAST_DIGITS = 9;

    private final byte[] frame;
    private final int payload;
    private final int[] digits;
    private final int[] lastDigits;
    private final int[] integers;

    private Template(byte[] frame, int payload, int[] digits, int[] lastDigits, int[] integers) {
        this.frame = frame;
        this.payload = payload;
        this.digits = digits;
        this.lastDigits = lastDigits;
        this.integers = integers;
    }

    /** A text message; each {@code {n}} in it becomes the stamp's 16 digits, each {@code {m}} the last 9 of them. */
    public static Template text(String pattern) {
        return new Builder(false).text(pattern).build();
    }

    /** Begins a binary message. */
    public static Builder binary() {
        return new Builder(true);
    }

    /** Writes the frame with a stamp in its holes. */
    public void write(ByteBuf out, long stamp) {
        int start = out.writerIndex() + payload;
        out.writeBytes(frame);
        for (int hole : digits) {
            digits(out, start, hole, Stamps.DIGITS, stamp);
        }
        for (int hole : lastDigits) {
            digits(out, start, hole, LAST_DIGITS, stamp);
        }
        for (int hole : integers) {
            for (int i = 0; i < 8; i++) {
                out.setByte(start + hole + i, (int) (stamp >>> (56 - 8 * i)) ^ key(hole + i));
            }
        }
    }

    private static void digits(ByteBuf out, int start, int hole, int count, long stamp) {
        long rest = stamp;
        for (int i = hole + count - 1; i >= hole; i--) {
            out.setByte(start + i, ('0' + (int) (rest % 10)) ^ key(i));
            rest /= 10;
        }
    }

    /** Writes a frame made of a payload. */
    public static void write(ByteBuf out, int opcode, byte[] payload, int length) {
        header(out, opcode, length);
        for (int i = 0; i < length; i++) {
            out.writeByte(payload[i] ^ key(i));
        }
    }

    private static void header(ByteBuf out, int opcode, int length) {
        out.writeByte(0x80 | opcode);
        if (length < 126) {
            out.writeByte(0x80 | length);
        } else if (length < 65_536) {
            out.writeByte(0x80 | 126).writeShort(length);
        } else {
            out.writeByte(0x80 | 127).writeLong(length);
        }
        out.writeInt(MASK);
    }

    private static int key(int index) {
        return MASK >>> (24 - 8 * (index & 3)) & 0xFF;
    }

    /** Puts a frame together. Confined to one thread. */
    public static final class Builder {

        private final boolean binary;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Integer> digits = new ArrayList<>();
        private final List<Integer> lastDigits = new ArrayList<>();
        private final List<Integer> integers = new ArrayList<>();

        private Builder(boolean binary) {
            this.binary = binary;
        }

        /** Adds UTF-8 text; each {@code {n}} in it becomes the stamp's 16 digits, each {@code {m}} the last 9. */
        public Builder text(String pattern) {
            int at = 0;
            Matcher holes = HOLE.matcher(pattern);
            while (holes.find()) {
                bytes(pattern.substring(at, holes.start()).getBytes(StandardCharsets.UTF_8));
                boolean all = holes.group().equals("{n}");
                (all ? digits : lastDigits).add(bytes.size());
                bytes(new byte[all ? Stamps.DIGITS : LAST_DIGITS]);
                at = holes.end();
            }
            return bytes(pattern.substring(at).getBytes(StandardCharsets.UTF_8));
        }

        /** Adds the stamp as 8 bytes, highest first. */
        public Builder integer() {
            integers.add(bytes.size());
            return bytes(new byte[8]);
        }

        /** Adds bytes. */
        public Builder bytes(byte... given) {
            bytes.writeBytes(given);
            return this;
        }

        /** The template. */
        public Template build() {
            byte[] payload = bytes.toByteArray();
            ByteBuf frame = Unpooled.buffer(payload.length + 14);
            Template.write(frame, binary ? 2 : 1, payload, payload.length);
            byte[] made = ByteBufUtil.getBytes(frame);
            return new Template(made, made.length - payload.length, array(digits), array(lastDigits), array(integers));
        }

        private static int[] array(List<Integer> indexes) {
            return indexes.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
