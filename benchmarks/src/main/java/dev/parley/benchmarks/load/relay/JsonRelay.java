package dev.parley.benchmarks.load.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads every message as JSON, makes the one for the receivers, acks it if it is to, and sends both when it is committed. A
 * message is {@code {"id":7,"to":17,"text":"…"}}, or with {@code receipt} in place of {@code text} one that is neither stored
 * nor acked. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
final class JsonRelay implements Carrier {

    /** A new factory per relay keeps its tables small. */
    private final JsonFactory json = new JsonFactory();

    private final boolean acks;
    private final Commit commit;

    JsonRelay(boolean acks, Commit commit) {
        this.acks = acks;
        this.commit = commit;
    }

    @Override
    public ChannelHandler handler(People people, int user) {
        return new Handler(people, user);
    }

    @Override
    public void close() throws IOException {
        commit.close();
    }

    /** What a message says. Immutable. */
    private record Message(long id, int to, String text, String receipt) {}

    /** A user's connection. Confined to its event loop. */
    private final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final People people;
        private final int user;

        Handler(People people, int user) {
            this.people = people;
            this.user = user;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws IOException {
            if (!(frame instanceof TextWebSocketFrame)) {
                ctx.close();
                return;
            }
            Message message = read(ByteBufUtil.getBytes(frame.content()));
            byte[] delivery = delivery(message);
            if (!message.receipt().isEmpty()) {
                deliver(message.to(), delivery);
                return;
            }
            Channel sender = ctx.channel();
            commit.commit(delivery, sender.eventLoop(), () -> {
                if (acks) {
                    byte[] ack = ("{\"id\":" + message.id() + ",\"ack\":{\"to\":" + message.to() + "}}")
                            .getBytes(StandardCharsets.US_ASCII);
                    Turn.write(sender, text(ack));
                }
                deliver(message.to(), delivery);
            });
        }

        /** Below zero, to everybody else of the conversation: made once, sent often. */
        private void deliver(int to, byte[] delivery) {
            if (to >= 0) {
                write(to, text(delivery));
                return;
            }
            int first = people.scene().first(user);
            for (int other = first; other <= first + people.scene().receivers(); other++) {
                if (other != user) {
                    write(other, text(delivery));
                }
            }
        }

        private void write(int other, TextWebSocketFrame frame) {
            Channel receiver = people.channel(other);
            if (receiver != null) {
                Turn.write(receiver, frame);
            }
        }

        private byte[] delivery(Message message) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(320);
            try (JsonGenerator writer = json.createGenerator(out)) {
                writer.writeStartObject();
                writer.writeNumberField("from", user);
                if (message.receipt().isEmpty()) {
                    writer.writeStringField("text", message.text());
                } else {
                    writer.writeStringField("receipt", message.receipt());
                }
                writer.writeEndObject();
            }
            return out.toByteArray();
        }
    }

    private static TextWebSocketFrame text(byte[] bytes) {
        ByteBuf content = Unpooled.wrappedBuffer(bytes);
        return new TextWebSocketFrame(content);
    }

    private Message read(byte[] bytes) throws IOException {
        long id = 0;
        int to = -1;
        String text = "";
        String receipt = "";
        try (JsonParser in = json.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a message that is no object");
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                switch (name) {
                    case "id" -> id = in.getLongValue();
                    case "to" -> to = in.getIntValue();
                    case "text" -> text = in.getText();
                    case "receipt" -> receipt = in.getText();
                    default -> in.skipChildren();
                }
            }
        }
        return new Message(id, to, text, receipt);
    }
}
