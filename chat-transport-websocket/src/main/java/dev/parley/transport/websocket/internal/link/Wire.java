package dev.parley.transport.websocket.internal.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts, lists and maps in records. What is not as it should be is a {@link LinkViolation}. Stateless. */
public final class Wire {

    private Wire() {}

    /**
     * Writes a text.
     *
     * @param out the record
     * @param text the text
     */
    public static void text(ByteBuf out, String text) {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a text.
     *
     * @param in the record
     * @return the text
     */
    public static String text(ByteBuf in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    /**
     * Writes bytes and how many they are.
     *
     * @param out the record
     * @param bytes the bytes
     */
    public static void bytes(ByteBuf out, byte[] bytes) {
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    /**
     * Reads bytes.
     *
     * @param in the record
     * @return the bytes
     */
    public static byte[] bytes(ByteBuf in) {
        byte[] bytes = new byte[count(in)];
        in.readBytes(bytes);
        return bytes;
    }

    /**
     * Reads what is left of a record.
     *
     * @param in the record
     * @return the bytes
     */
    public static byte[] rest(ByteBuf in) {
        return ByteBufUtil.getBytes(in);
    }

    /**
     * Writes texts.
     *
     * @param out the record
     * @param texts the texts
     */
    public static void texts(ByteBuf out, List<String> texts) {
        out.writeInt(texts.size());
        texts.forEach(text -> text(out, text));
    }

    /**
     * Reads texts.
     *
     * @param in the record
     * @return the texts
     */
    public static List<String> texts(ByteBuf in) {
        int count = count(in);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    /**
     * Writes texts by name.
     *
     * @param out the record
     * @param map the texts
     */
    public static void map(ByteBuf out, Map<String, String> map) {
        out.writeInt(map.size());
        map.forEach((name, value) -> {
            text(out, name);
            text(out, value);
        });
    }

    /**
     * Reads texts by name.
     *
     * @param in the record
     * @return the texts
     */
    public static Map<String, String> map(ByteBuf in) {
        int count = count(in);
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(text(in), text(in));
        }
        return map;
    }

    /** A number of things that take a byte at least, so that nobody makes room for what cannot come. */
    private static int count(ByteBuf in) {
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes()) {
            throw new LinkViolation("a count of " + count + " (expected: 0.." + in.readableBytes() + ")");
        }
        return count;
    }
}
