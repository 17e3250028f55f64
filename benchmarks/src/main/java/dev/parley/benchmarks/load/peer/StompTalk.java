package dev.parley.benchmarks.load.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;

/**
 * A client that speaks STOMP 1.2: subscribed to one topic, sends to another and asks for a receipt, which is the ack of a
 * send. The first letter of a frame says what it is. Confined to its client's event loop.
 */
final class StompTalk implements Talk {

    private static final int ACK = "RECEIPT\nreceipt-id:".length();
    private static final String SUBSCRIBED = "1";

    private final Client client;
    private final String in;
    private final Template message;
    private final Template receipt;

    StompTalk(Client client, Scene scene) {
        this.client = client;
        this.in = "/topic/" + Mailboxes.in(scene, client.user());
        String head = "SEND\ndestination:/topic/" + Mailboxes.out(scene, client.user());
        message = Template.text(head + "\nreceipt:{n}\n\n@{n}" + Stamps.FILLER + "\0");
        receipt = Template.text(head + "\n\nr@{n}\0");
    }

    @Override
    public void greet() {
        write("CONNECT\naccept-version:1.2\nhost:127.0.0.1\nheart-beat:0,0\n\n\0");
    }

    private void write(String frame) {
        byte[] bytes = frame.getBytes(US_ASCII);
        client.write(false, bytes, bytes.length);
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
    public void receive(ByteBuf frame) {
        int start = frame.readerIndex();
        int end = frame.writerIndex();
        switch (frame.getByte(start)) {
            case 'M' -> message(frame, start, end);
            case 'R' -> {
                long number = Stamps.readNumber(frame, start + ACK, end);
                if (number >= Stamps.FIRST) {
                    client.acked(number);
                } else {
                    client.ready();
                }
            }
            case 'C' -> write("SUBSCRIBE\nid:0\ndestination:" + in + "\nreceipt:" + SUBSCRIBED + "\n\n\0");
            default -> client.failed(frame.toString(US_ASCII));
        }
    }

    private void message(ByteBuf frame, int start, int end) {
        int stamp = Stamps.find(frame, start, end);
        if (stamp < 0) {
            client.failed(frame.toString(US_ASCII));
            return;
        }
        long number = Stamps.read(frame, stamp);
        if (frame.getByte(stamp - "r@".length()) == 'r') {
            client.receipted(number);
        } else if (client.delivered(number)) {
            client.write(receipt, number);
        }
    }
}
