package dev.parley.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client that sends whatever bytes it is told to. */
final class RawSocket implements AutoCloseable {

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawSocket(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Opens a WebSocket. */
    static RawSocket upgraded(int port, String... headers) throws IOException {
        RawSocket raw = new RawSocket(port);
        raw.upgrade("/v1/connect", headers);
        String answer = raw.head();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(answer);
        }
        return raw;
    }

    RawSocket upgrade(String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "GET " + path + " HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        if (Arrays.stream(headers).noneMatch(h -> h.startsWith("Sec-WebSocket-Protocol"))) {
            lines.add("Sec-WebSocket-Protocol: parley.v1.json");
        }
        lines.addAll(List.of(headers));
        return request(lines.toArray(new String[0]));
    }

    /** Request line and headers, and no body. */
    RawSocket request(String... lines) throws IOException {
        return text(String.join("\r\n", lines) + "\r\n\r\n");
    }

    RawSocket text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    RawSocket bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** A masked frame; {@code first} is FIN, the reserved bits and the opcode. */
    RawSocket frame(int first, byte[] payload) throws IOException {
        return bytes(encoded(first, payload));
    }

    static byte[] encoded(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(new byte[4]);
            frame.write(payload.length >> 24);
            frame.write(payload.length >> 16);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        return frame.toByteArray();
    }

    /** Status line and headers of an HTTP answer. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) one());
        }
        return head.toString();
    }

    /** The next frame: its first byte, then its payload. */
    byte[] frame() throws IOException {
        int first = one();
        int length = one();
        if (length == 126) {
            length = (one() << 8) | one();
        } else if (length == 127) {
            in.readNBytes(4);
            length = (one() << 24) | (one() << 16) | (one() << 8) | one();
        }
        byte[] frame = new byte[length + 1];
        frame[0] = (byte) first;
        if (in.readNBytes(frame, 1, length) < length) {
            throw new EOFException();
        }
        return frame;
    }

    /** The code of the close frame that must come next; that the connection ends after it, too. */
    int closeCode() throws IOException {
        byte[] frame = frame();
        if (frame[0] != (byte) 0x88) {
            throw new IOException("not a close frame: " + frame[0]);
        }
        int code = frame.length < 3 ? 1005 : ((frame[1] & 0xff) << 8) | (frame[2] & 0xff);
        if (!ended()) {
            throw new IOException("something came after the close frame");
        }
        return code;
    }

    /** Waits for what comes next; true when that is the end of the connection. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }

    /** Tells whether something came that was not read yet. */
    boolean waiting() throws IOException {
        return in.available() > 0;
    }

    Socket socket() {
        return socket;
    }

    private int one() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
