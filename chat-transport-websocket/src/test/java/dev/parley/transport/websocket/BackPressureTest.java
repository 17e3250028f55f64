package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Served.class)
class BackPressureTest {

    private final Served served;

    private static final EncodedFrame FRAME = new EncodedFrame(
            new Frame.Pushed(new Event.Hint(new ConversationId("c." + "x".repeat(120)), Long.MAX_VALUE >> 11)));

    private static final Executor WHILE = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);
    private static final int LOOKS = 60;

    private final PlainChat chat = new PlainChat();
    private final ChatServer server;

    BackPressureTest(Served served) {
        this.served = served;
        server = served.builder(chat)
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT.with(
                        ConnectionOptions.DEFAULT.withTimes(Duration.ofSeconds(10), Duration.ofMillis(500))))
                .start();
    }

    @AfterEach
    void close() {
        server.close();
        served.close();
    }

    /** Writes until the connection takes no more, and stays that way; returns how many frames that were. */
    private static int fill(PlainChat.Opened session) throws Exception {
        CompletableFuture<Integer> written = new CompletableFuture<>();
        fillTurn(session, 0, written);
        int frames = written.get(20, TimeUnit.SECONDS);
        List<Boolean> changes = new ArrayList<>();
        changes.add(session.writability.poll(10, TimeUnit.SECONDS));
        session.writability.drainTo(changes);
        assertThat(changes).last().isEqualTo(false);
        return frames;
    }

    private static void fillTurn(PlainChat.Opened session, int before, CompletableFuture<Integer> written) {
        session.connection.executor().execute(() -> {
            int frames = before;
            for (int i = 0; i < 100 && session.connection.writable(); i++) {
                session.connection.write(FRAME);
                frames++;
            }
            session.connection.flush();
            if (session.connection.writable()) {
                fillTurn(session, frames, written);
            } else {
                int all = frames;
                WHILE.execute(() -> stuckOrNot(session, all, LOOKS, written));
            }
        });
    }

    /** What is on its way, over a link for example, may still make room. */
    private static void stuckOrNot(
            PlainChat.Opened session, int frames, int looks, CompletableFuture<Integer> written) {
        session.connection.executor().execute(() -> {
            if (session.connection.writable()) {
                fillTurn(session, frames, written);
            } else if (looks > 0) {
                WHILE.execute(() -> stuckOrNot(session, frames, looks - 1, written));
            } else {
                written.complete(frames);
            }
        });
    }

    @Test
    void aClientThatDoesNotReadIsNotWritableUntilItDoes() throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            PlainChat.Opened session = chat.session();

            int frames = fill(session);

            int read = 0;
            while (read < frames) {
                String message = new String(client.frame(), StandardCharsets.UTF_8);
                read += (int) message.lines().count();
            }
            assertThat(read).isEqualTo(frames);
            assertThat(session.writability.poll(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFrom() throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            PlainChat.Opened session = chat.session();
            fill(session);

            client.frame(0x81, "{\"pong\":{}}".getBytes(StandardCharsets.UTF_8));

            assertThat(session.received.poll(300, TimeUnit.MILLISECONDS)).isNull();
            readUntilWritable(client, session);
            assertThat(session.received.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** Over a link the last frame may have come before the session hears that there is room. */
    private static void readUntilWritable(RawSocket client, PlainChat.Opened session) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (session.writability.isEmpty() && System.nanoTime() < end) {
            if (client.waiting()) {
                client.frame();
            } else {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        assertThat(session.writability).isNotEmpty();
    }

    @Test
    void aStuckClientIsCutAfterTheClose() throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            PlainChat.Opened session = chat.session();
            fill(session);

            session.close(CloseCode.SLOW_CONSUMER, "read faster");

            session.gone.get(10, TimeUnit.SECONDS);
            assertThat(client.socket().isConnected()).isTrue();
        }
    }

    @Test
    void othersAreServedMeanwhile() throws Exception {
        try (RawSocket stuck = RawSocket.upgraded(server.port())) {
            fill(chat.session());
            JdkSocket other = JdkSocket.open(server.port(), "parley.v1.json");

            assertThat(other.send(JdkSocket.HELLO).text()).contains("welcome");
            assertThat(stuck.socket().isConnected()).isTrue();
        }
    }
}
