package dev.parley.benchmarks.load.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;

/**
 * A client that speaks Engine.IO 4 and Socket.IO 5: {@code 42} and a number before an event ask for an ack, which is {@code
 * 43} and the number. That number is the end of the stamp, because the server has 32 bits for it. Confined to its client's event loop.
 */
final class SocketIoTalk implements Talk {

    private static final byte[] CONNECT = "40".getBytes(US_ASCII);
    private static final byte[] PONG = "3".getBytes(US_ASCII);

    /** Where the text of an event begins: behind {@code 42["m","}. */
    private static final int TEXT = "42['m','".length();

    private final Client client;
    private final Template message;
    private final Template receipt;

    SocketIoTalk(Client client, Scene scene) {
        this.client = client;
        int to = scene.perConversation() == 2 ? scene.partner(client.user()) : -1;
        String head = "[\"m\",{\"to\":" + to + ",\"text\":\"";
        message = Template.text("42{m}" + head + "@{n}" + Stamps.FILLER + "\"}]");
        receipt = Template.text("42" + head + "r@{n}\"}]");
    }

    @Override
    public void greet() {
        // The server speaks first.
    }

    @Override
    public void join() {
        client.ready();
    }

    @Override
    public void send(long stamp) {
        client.write(message, stamp);
    }

    @Override
    public void receive(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int second = end - start > 1 ? in.getByte(start + 1) : 0;
        switch (in.getByte(start)) {
            case '0' -> client.write(false, CONNECT, CONNECT.length);
            case '2' -> client.write(false, PONG, PONG.length);
            case '4' -> {
                switch (second) {
                    case '0' -> client.ready();
                    case '2' -> event(in, start + TEXT, end);
                    case '3' -> client.acked(Stamps.FIRST + Stamps.readNumber(in, start + 2, end));
                    default -> client.failed(in.toString(US_ASCII));
                }
            }
            default -> client.failed(in.toString(US_ASCII));
        }
    }

    private void event(ByteBuf in, int from, int end) {
        int stamp = Stamps.find(in, from, end);
        if (stamp == from + 1) {
            long number = Stamps.read(in, stamp);
            if (client.delivered(number)) {
                client.write(receipt, number);
            }
        } else if (stamp == from + 2 && in.getByte(from) == 'r') {
            client.receipted(Stamps.read(in, stamp));
        } else {
            client.failed(in.toString(US_ASCII));
        }
    }
}
