package dev.parley.benchmarks.load.relay;

import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Dialect;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;

/** A client of the raw relay: says nothing but texts. Confined to its client's event loop. */
final class RawTalk implements Talk {

    private static final Template MESSAGE =
            Template.binary().text("@{n}" + Stamps.FILLER).build();

    private final Client client;

    private RawTalk(Client client) {
        this.client = client;
    }

    static Dialect dialect() {
        return new Dialect() {
            @Override
            public Handshake handshake(int user) {
                return Handshake.of("/" + user);
            }

            @Override
            public Talk talk(Client client) {
                return new RawTalk(client);
            }
        };
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
        client.write(MESSAGE, stamp);
    }

    @Override
    public void receive(ByteBuf message) {
        int at = Stamps.find(message, message.readerIndex(), message.writerIndex());
        if (at < 0) {
            client.failed("a message without a stamp");
        } else {
            client.delivered(Stamps.read(message, at));
        }
    }
}
