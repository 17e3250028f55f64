package dev.parley.benchmarks.load.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;

/**
 * A client of the event bus bridge: what comes is {@code {"type":"rec","address":"…","body":"…"}}, where the address is that
 * of the client, or the one that it chose for a reply. Confined to its client's event loop.
 */
final class VertxTalk implements Talk {

    /** Where the type's first letter stands; an error's is an e. */
    private static final int TYPE = "{'type':'".length();

    private static final int ADDRESS = "{'type':'rec','address':'".length();

    private final Client client;
    private final String in;
    private final Template message;
    private final Template receipt;
    private final int text;

    VertxTalk(Client client, Scene scene) {
        this.client = client;
        this.in = Mailboxes.in(scene, client.user());
        String out = Mailboxes.out(scene, client.user());
        message = Template.text("{\"type\":\"send\",\"address\":\"" + VertxServer.RELAY
                + "\",\"replyAddress\":\"k@{n}\",\"headers\":{\"" + VertxServer.TO + "\":\"" + out
                + "\"},\"body\":\"@{n}" + Stamps.FILLER + "\"}");
        receipt = Template.text("{\"type\":\"send\",\"address\":\"" + out + "\",\"body\":\"r@{n}\"}");
        text = ADDRESS + in.length() + "','body':'".length();
    }

    @Override
    public void greet() {
        // Nothing says that a client is registered; a message behind it that is answered does.
        write("{\"type\":\"register\",\"address\":\"" + in + "\"}");
        write("{\"type\":\"send\",\"address\":\"" + VertxServer.RELAY + "\",\"replyAddress\":\"h\",\"body\":\"\"}");
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
        if (end - start <= ADDRESS || frame.getByte(start + TYPE) != 'r') {
            client.failed(frame.toString(US_ASCII));
            return;
        }
        int kind = frame.getByte(start + ADDRESS);
        if (kind == 'k') {
            client.acked(Stamps.readNumber(frame, start + ADDRESS + "k@".length(), end));
        } else if (kind == 'h') {
            client.ready();
        } else {
            message(frame, start + text, end);
        }
    }

    private void message(ByteBuf frame, int from, int end) {
        int stamp = Stamps.find(frame, from, end);
        if (stamp == from + 1) {
            long number = Stamps.read(frame, stamp);
            if (client.delivered(number)) {
                client.write(receipt, number);
            }
        } else if (stamp == from + 2 && frame.getByte(from) == 'r') {
            client.receipted(Stamps.read(frame, stamp));
        } else {
            client.failed(frame.toString(US_ASCII));
        }
    }
}
