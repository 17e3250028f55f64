package dev.parley.transport.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** What permessage-deflate makes of messages (RFC 7692 section 7.2), by the JDK alone. */
final class Deflated {

    private static final byte[] LEFT_OUT = {0, 0, -1, -1};

    private Deflated() {}

    /** One message by itself. */
    static byte[] message(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        try {
            return message(deflater, plain);
        } finally {
            deflater.end();
        }
    }

    /** The next message of a client that keeps its window. */
    static byte[] message(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        byte[] buffer = new byte[plain.length + 64];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(buffer, length - LEFT_OUT.length);
    }

    /** So many zero bytes, made without holding them. */
    static byte[] zeros(long count) {
        Deflater deflater = new Deflater(9, true);
        byte[] zeros = new byte[1 << 20];
        byte[] buffer = new byte[(int) (count / 900 + 1024)];
        int length = 0;
        for (long left = count; left > 0; left -= zeros.length) {
            deflater.setInput(zeros, 0, (int) Math.min(left, zeros.length));
            length += deflater.deflate(buffer, length, buffer.length - length, Deflater.NO_FLUSH);
        }
        length += deflater.deflate(buffer, length, buffer.length - length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(buffer, length - LEFT_OUT.length);
    }

    /** What a message is, read by somebody who never saw an earlier one. */
    static byte[] plain(byte[] message) throws DataFormatException {
        byte[] whole = Arrays.copyOf(message, message.length + LEFT_OUT.length);
        System.arraycopy(LEFT_OUT, 0, whole, message.length, LEFT_OUT.length);
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole);
        byte[] buffer = new byte[1 << 20];
        int length = inflater.inflate(buffer);
        inflater.end();
        return Arrays.copyOf(buffer, length);
    }
}
