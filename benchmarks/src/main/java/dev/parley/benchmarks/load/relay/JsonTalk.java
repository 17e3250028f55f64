package dev.parley.benchmarks.load.relay;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Dialect;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;

/** A client of the JSON relays. Confined to its client's event loop. */
final class JsonTalk implements Talk {

    /** What stands at the second and the third character tells the answers of the relay apart. */
    private static final byte ID = 'i';

    private static final byte TEXT = 't';

    private final Client client;
    private final Template message;
    private final Template receipt;

    private JsonTalk(Client client, Scene scene) {
        this.client = client;
        int to = scene.perConversation() == 2 ? scene.partner(client.user()) : -1;
        message = Template.text("{\"id\":{n},\"to\":" + to + ",\"text\":\"@{n}" + Stamps.FILLER + "\"}");
        receipt = Template.text("{\"to\":" + to + ",\"receipt\":\"@{n}\"}");
    }

    /** The relay's language. Thread-safe. */
    record JsonDialect(Scene scene) implements Dialect {

        @Override
        public Handshake handshake(int user) {
            return Handshake.of("/" + user);
        }

        @Override
        public Talk talk(Client client) {
            return new JsonTalk(client, scene);
        }
    }

    @Override
    public void greet() {
        client.ready();
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
        if (in.getByte(start + 2) == ID) {
            client.acked(Stamps.readNumber(in, start + "{'id':".length(), end));
            return;
        }
        int stamp = Stamps.find(in, start, end);
        int field = in.indexOf(start, end, (byte) ',') + 2;
        if (stamp < 0) {
            client.failed("a message without a stamp");
        } else if (in.getByte(field) == TEXT) {
            long number = Stamps.read(in, stamp);
            if (client.delivered(number)) {
                client.write(receipt, number);
            }
        } else {
            client.receipted(Stamps.read(in, stamp));
        }
    }
}
