package dev.parley.transport.websocket;

import dev.parley.transport.websocket.internal.link.Kinds;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.internal.link.Terms;
import dev.parley.transport.websocket.internal.link.Wire;
import dev.parley.transport.websocket.options.LinkOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;

/** A connection node that says on its link whatever it is told to. */
final class RawLink implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawLink(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Opens a link by the secret of the tests. */
    static RawLink open(int port) throws IOException {
        RawLink link = new RawLink(port);
        byte[] hello = Terms.of(LinkOptions.DEFAULT.withSizes(1_024, 1 << 20)).bytes(Proof.nonce());
        link.send(Kinds.HELLO, hello);
        ByteBuf challenge = link.next(Kinds.CHALLENGE);
        byte[] answer = Wire.bytes(challenge);
        Proof proof = new Proof(Served.TRUST.secret());
        proof.check(Proof.Side.ENGINE, hello, answer, Wire.bytes(challenge));
        link.send(Kinds.PROOF, content -> Wire.bytes(content, proof.of(Proof.Side.CONNECTION, hello, answer)));
        link.next(Kinds.READY);
        return link;
    }

    /** Opens a stream of a client that speaks JSON. */
    RawLink stream(int id) throws IOException {
        return send(Kinds.OPEN, content -> {
            content.writeInt(id).writeInt(0).writeInt(1_024);
            Wire.text(content, "parley.v1.json");
            Wire.text(content, "192.0.2.1");
            Wire.text(content, "ada");
        });
    }

    RawLink message(int stream, byte[] bytes) throws IOException {
        return send(Kinds.MESSAGE, content -> content.writeInt(stream).writeBytes(bytes));
    }

    RawLink send(int kind, Consumer<ByteBuf> content) throws IOException {
        ByteBuf record = Unpooled.buffer();
        content.accept(record);
        return send(kind, Wire.rest(record));
    }

    RawLink send(int kind, byte[] content) throws IOException {
        out.writeInt(content.length + 1);
        out.writeByte(kind);
        out.write(content);
        return this;
    }

    /** Sends bytes as they are. */
    RawLink raw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** The content of the next record of a kind; skips others. */
    ByteBuf next(int kind) throws IOException {
        while (true) {
            byte[] record = new byte[in.readInt()];
            in.readFully(record);
            if (record[0] == kind) {
                return Unpooled.wrappedBuffer(record).skipBytes(1);
            }
        }
    }

    /** Why the other side ends the link, which it then does. */
    String fault() throws IOException {
        String fault = Wire.text(next(Kinds.FAULT));
        awaitEnd();
        return fault;
    }

    void awaitEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                // what was on its way
            }
        } catch (EOFException | SocketException e) {
            // cut, which is an end, too
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
