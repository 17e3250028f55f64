package dev.parley.benchmarks.load.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks Bayeux 1.0: publishes to a channel, hears its own, and always has a {@code /meta/connect} pending. A
 * frame is an array of messages, which have a stamp, or of one reply, which has the id of what it answers. With the extension for acknowledged messages everything that comes to the client comes with
 * such a reply, whose number the next {@code /meta/connect} confirms. Confined to its client's event loop.
 */
final class CometdTalk implements Talk {

    private static final byte[] ID = "\"id\":\"".getBytes(US_ASCII);
    private static final byte[] TRUE = "\"successful\":true".getBytes(US_ASCII);
    private static final byte[] BATCH = "\"ack\":".getBytes(US_ASCII);
    private static final String CLIENT_ID = "\"clientId\":\"";

    private final Client client;
    private final boolean confirming;
    private final String in;
    private final String out;
    private String id = "";
    private @Nullable Template message;
    private @Nullable Template receipt;

    CometdTalk(Client client, Scene scene, boolean confirming) {
        this.client = client;
        this.confirming = confirming;
        this.in = "/" + Mailboxes.in(scene, client.user());
        this.out = "/" + Mailboxes.out(scene, client.user());
    }

    @Override
    public void greet() {
        write("[{\"channel\":\"/meta/handshake\",\"id\":\"h\",\"version\":\"1.0\",\"supportedConnectionTypes\":"
                + "[\"websocket\"]" + (confirming ? ",\"ext\":{\"ack\":true}" : "") + "}]");
    }

    private void write(String frame) {
        byte[] bytes = frame.getBytes(US_ASCII);
        client.write(false, bytes, bytes.length);
    }

    private String head(String channel) {
        return "[{\"channel\":\"" + channel + "\",\"clientId\":\"" + id + "\",\"id\":\"";
    }

    @Override
    public void join() {
        client.ready();
    }

    @Override
    public void send(long stamp) {
        Template ready = message;
        if (ready == null) {
            ready = Template.text(head(out) + "{n}\",\"data\":\"@{n}" + Stamps.FILLER + "\"}]");
            message = ready;
        }
        client.write(ready, stamp);
    }

    private void receipt(long stamp) {
        Template ready = receipt;
        if (ready == null) {
            ready = Template.text(head(out) + "r\",\"data\":\"r@{n}\"}]");
            receipt = ready;
        }
        client.write(ready, stamp);
    }

    @Override
    public void receive(ByteBuf frame) {
        int start = frame.readerIndex();
        int end = frame.writerIndex();
        int stamp = Stamps.find(frame, start, end);
        if (stamp < 0) {
            reply(frame, start, end);
            return;
        }
        int next = stamp;
        while (next >= 0) {
            heard(frame, next);
            next = Stamps.find(frame, next + Stamps.DIGITS, end);
        }
    }

    private void heard(ByteBuf frame, int stamp) {
        long number = Stamps.read(frame, stamp);
        switch (frame.getByte(stamp - "?@".length())) {
            case '"' -> {
                if (client.delivered(number)) {
                    receipt(number);
                }
            }
            case 'r' -> client.receipted(number);
            default -> client.failed(frame.toString(US_ASCII));
        }
    }

    private void reply(ByteBuf frame, int start, int end) {
        int about = after(frame, start, end, ID);
        if (about < 0 || after(frame, start, end, TRUE) < 0) {
            client.failed(frame.toString(US_ASCII));
            return;
        }
        switch (frame.getByte(about)) {
            case 'h' -> {
                String reply = frame.toString(US_ASCII);
                int from = reply.indexOf(CLIENT_ID) + CLIENT_ID.length();
                id = reply.substring(from, reply.indexOf('"', from));
                write(head("/meta/subscribe") + "s\",\"subscription\":\"" + in + "\"}]");
            }
            case 's' -> {
                connect(0);
                client.ready();
            }
            case 'c' -> connect(batch(frame, start, end));
            case 'r' -> {
                // a receipt was published, which nobody waits for
            }
            default -> client.acked(Stamps.readNumber(frame, about, end));
        }
    }

    private long batch(ByteBuf frame, int start, int end) {
        int at = confirming ? after(frame, start, end, BATCH) : -1;
        return at < 0 ? 0 : Stamps.readNumber(frame, at, end);
    }

    private void connect(long batch) {
        String confirmed = confirming ? ",\"ext\":{\"ack\":" + batch + "}" : "";
        write(head("/meta/connect") + "c\",\"connectionType\":\"websocket\"" + confirmed + "}]");
    }

    /** The index behind some bytes, or -1. */
    private static int after(ByteBuf frame, int from, int to, byte[] what) {
        for (int at = from; at + what.length <= to; at++) {
            int i = 0;
            while (i < what.length && frame.getByte(at + i) == what[i]) {
                i++;
            }
            if (i == what.length) {
                return at + i;
            }
        }
        return -1;
    }
}
