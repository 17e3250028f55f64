package dev.parley.integration.faults.clients;

import dev.parley.model.ConversationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that signs in, asks for more than fits into its buffers, and reads none of it. Confined to one thread. */
public final class StuckClient implements AutoCloseable {

    private static final int REQUESTS = 200;

    private final Socket socket = new Socket();

    /** Connects and signs in. */
    public StuckClient(InetSocketAddress server, String user) throws IOException {
        socket.setReceiveBufferSize(4_096);
        socket.connect(server);
        String upgrade = String.join(
                "\r\n",
                "GET /v1/connect HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Protocol: parley.v1.json",
                "",
                "");
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        StringBuilder reply = new StringBuilder();
        while (reply.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the server closed: " + reply);
            }
            reply.append((char) next);
        }
        say("{\"id\":1,\"hello\":{\"token\":\"" + user + "\",\"device\":\"stuck\"}}");
    }

    /** Asks for everything again and again. */
    public void fill() throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            say("{\"id\":" + (2 + i) + ",\"sync\":{\"cursors\":{},\"conversations\":50,\"entries\":50}}");
        }
    }

    /** Asks for a page of entries. */
    void readHistory(int number, ConversationId conversation) throws IOException {
        say("{\"id\":" + (1_000 + number) + ",\"history\":{\"conversation\":\"" + conversation + "\"}}");
    }

    /** Reads a byte, if there is one, and says that it lives. */
    void live() throws IOException {
        if (socket.getInputStream().available() > 0) {
            int unused = socket.getInputStream().read();
        }
        say("{\"pong\":{}}");
    }

    /** A text frame with a mask of zeros (RFC 6455, 5.3). */
    private void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (bytes.length < 126) {
            frame.write(0x80 | bytes.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length & 0xff);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        OutputStream out = socket.getOutputStream();
        out.write(frame.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
