package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.model.ConversationId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.transport.websocket.internal.link.Kinds;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.internal.link.Terms;
import dev.parley.transport.websocket.internal.link.Wire;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.LinkTrust;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine node's port, and connection nodes that keep to its rules or do not. */
class EnginePortTest {

    private static final LinkOptions OPTIONS =
            LinkOptions.DEFAULT.withCounts(1, 3, 2).withSizes(1_024, 64 * 1024);
    private static final byte[] HELLO = JdkSocket.HELLO.getBytes(StandardCharsets.UTF_8);

    private final PlainChat chat = new PlainChat();
    private EnginePort port = open(OPTIONS);

    private EnginePort open(LinkOptions options) {
        return EnginePort.open(chat, Served.TRUST, options, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        port.close(Duration.ofMillis(100)).toCompletableFuture().join();
    }

    @Test
    void aStreamIsASession() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1).message(1, HELLO);

            ByteBuf answer = link.next(Kinds.MESSAGE);
            assertThat(answer.readInt()).isEqualTo(1);
            assertThat(answer.toString(StandardCharsets.UTF_8)).contains("welcome");
            PlainChat.Opened session = chat.session();
            assertThat(session.connection.remoteAddress()).isEqualTo("192.0.2.1");
            assertThat(session.connection.token()).isEqualTo("ada");
            assertThat(port.clients()).isOne();
        }
    }

    @Test
    void aSecretIsLongEnough() {
        assertThatThrownBy(() -> LinkTrust.withoutTls(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("secret: 31 bytes (expected: 32 or more)");
        assertThat(LinkTrust.withoutTls(new byte[32])).hasToString("LinkTrust[without TLS]");
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() throws Exception {
        try (RawLink link = new RawLink(port.port())) {
            link.send(Kinds.HELLO, Terms.of(OPTIONS).bytes(Proof.nonce()));
            link.next(Kinds.CHALLENGE);
            link.send(Kinds.PROOF, content -> Wire.bytes(content, new byte[32]));

            assertThat(link.fault()).isEqualTo("the secrets differ");
        }
    }

    @Test
    void aProofCannotBeSentBack() throws Exception {
        try (RawLink link = new RawLink(port.port())) {
            link.send(Kinds.HELLO, Terms.of(OPTIONS).bytes(Proof.nonce()));
            ByteBuf challenge = link.next(Kinds.CHALLENGE);
            Wire.bytes(challenge);
            byte[] itsOwn = Wire.bytes(challenge);
            link.send(Kinds.PROOF, content -> Wire.bytes(content, itsOwn));

            assertThat(link.fault()).isEqualTo("the secrets differ");
        }
    }

    @Test
    void nothingIsTakenBeforeTheProof() throws Exception {
        try (RawLink link = new RawLink(port.port())) {
            link.stream(1);
            assertThat(link.fault()).isEqualTo("record 16 before the link was open");
        }
        try (RawLink link = new RawLink(port.port())) {
            link.raw(new byte[] {0, 0, 4, 1});
            assertThat(link.fault()).isEqualTo("a record of 1025 bytes (expected: 1..1024)");
        }
        try (RawLink link = new RawLink(port.port())) {
            link.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(link.fault()).contains("expected: 1..1024");
        }
        assertThat(chat.opened).isEmpty();
    }

    @Test
    void aNeighbouringVersionIsSpokenWith() throws Exception {
        try (RawLink link = new RawLink(port.port())) {
            byte[] later = new Terms(2, 1, 1 << 20, 1_024, 1, 1).bytes(Proof.nonce());
            link.send(Kinds.HELLO, Arrays.copyOf(later, later.length + 7));
            link.next(Kinds.CHALLENGE);
        }
        try (RawLink link = new RawLink(port.port())) {
            link.send(Kinds.HELLO, new Terms(3, 2, 1 << 20, 1_024, 1, 1).bytes(Proof.nonce()));
            assertThat(link.fault()).isEqualTo("versions 2..3 (expected: 1 among them)");
        }
    }

    @Test
    void recordsOfAnUnknownKindAreSkipped() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.send(99, new byte[100]).stream(1).message(1, HELLO);
            link.next(Kinds.MESSAGE);
        }
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                violation("an empty record", link -> link.raw(new byte[4]), "a record of 0 bytes (expected: 1..65536)"),
                violation(
                        "a length beyond the limit",
                        link -> link.raw(new byte[] {0, 1, 0, 1}),
                        "a record of 65537 bytes (expected: 1..65536)"),
                violation(
                        "a length that is negative",
                        link -> link.raw(new byte[] {-1, 0, 0, 0}),
                        "a record of 4278190080 bytes (expected: 1..65536)"),
                violation("an unknown stream", link -> link.message(7, HELLO), "stream 7 is not open"),
                violation(
                        "a stream that is gone",
                        link -> link.send(Kinds.GONE, content -> content.writeInt(1))
                                .message(1, HELLO),
                        "stream 1 is not open"),
                violation("a number again", link -> link.stream(1), "stream 1 (expected: more than 1)"),
                violation("too many streams", link -> link.stream(2).stream(3).stream(4), "more than 3 streams"),
                violation(
                        "too much credit",
                        link -> link.send(
                                Kinds.CREDIT, content -> content.writeInt(1).writeInt(1)),
                        "a credit of 1 bytes (expected: 1..0)"),
                violation(
                        "a record cut off", link -> link.send(Kinds.CREDIT, new byte[3]), "a record that is too short"),
                violation(
                        "a count beyond the record",
                        link -> link.send(
                                Kinds.CALL, content -> content.writeInt(1).writeInt(Integer.MAX_VALUE)),
                        "a count of 2147483647 (expected: 0..0)"),
                violation("a call without a path", link -> call(link, 1, false), "a call without a path"),
                violation(
                        "too many calls",
                        link -> {
                            for (int i = 1; i <= 3; i++) {
                                call(link, i, true);
                            }
                        },
                        "more than 2 calls"));
    }

    private static void call(RawLink link, int id, boolean path) throws java.io.IOException {
        link.send(Kinds.CALL, content -> {
            content.writeInt(id);
            Wire.text(content, "GET");
            Wire.text(content, "192.0.2.1");
            Wire.texts(content, path ? java.util.List.of("inbox") : java.util.List.of());
            Wire.map(content, java.util.Map.of());
            Wire.map(content, java.util.Map.of("authorization", "Bearer ada"));
            Wire.bytes(content, new byte[0]);
        });
    }

    /** Something that is done on a link. */
    interface Deed {
        void on(RawLink link) throws Exception;
    }

    private static Arguments violation(String name, Deed deed, String fault) {
        return Arguments.of(Named.of(name, deed), fault);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void whoBreaksTheRulesIsToldWhichAndLosesTheLink(Deed deed, String fault) throws Exception {
        chat.result = new CompletableFuture<>();
        try (RawLink other = RawLink.open(port.port()).stream(1);
                RawLink link = RawLink.open(port.port())) {
            PlainChat.Opened spared = chat.session();
            link.stream(1);
            PlainChat.Opened session = chat.session();

            deed.on(link);

            assertThat(link.fault()).isEqualTo(fault);
            session.gone.get(10, TimeUnit.SECONDS);
            other.message(1, HELLO).next(Kinds.MESSAGE);
            assertThat(spared.gone).isNotDone();
            assertThat(port.clients()).isOne();
        }
    }

    @Test
    void sessionsOfADeadConnectionNodeEnd() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1);
        }
        chat.session().gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionNodeThatFallsSilentIsGivenUp() throws Exception {
        close();
        port = open(OPTIONS.withTimes(Duration.ofMillis(100), Duration.ofMillis(1_500), Duration.ZERO));
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1);
            PlainChat.Opened session = chat.session();

            session.gone.get(10, TimeUnit.SECONDS);

            assertThat(link.fault()).isEqualTo("silent for PT1.5S");
        }
        try (RawLink mute = new RawLink(port.port())) {
            assertThat(mute.fault()).isEqualTo("not open after PT1.5S");
        }
    }

    @Test
    void aStreamWithoutCreditHoldsUpNoOther() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1);
            PlainChat.Opened slow = chat.session();
            link.stream(2);
            PlainChat.Opened other = chat.session();
            Event[] hints = new Event[100];
            Arrays.fill(hints, new Event.Hint(new ConversationId("c." + "x".repeat(100)), 7));

            slow.push(hints);

            assertThat(slow.writability.poll(10, TimeUnit.SECONDS)).isFalse();
            link.message(2, HELLO);
            int toSlow = 0;
            ByteBuf message = link.next(Kinds.MESSAGE);
            for (; message.readInt() == 1; message = link.next(Kinds.MESSAGE)) {
                toSlow += message.readableBytes();
            }
            assertThat(toSlow).isBetween(1, 1_024 + 200);
            assertThat(message.toString(StandardCharsets.UTF_8)).contains("welcome");
            assertThat(other.connection.writable()).isTrue();

            int paid = toSlow;
            link.send(Kinds.CREDIT, content -> content.writeInt(1).writeInt(paid));
            message = link.next(Kinds.MESSAGE);
            assertThat(message.readInt()).isOne();
            assertThat(message.readableBytes()).isBetween(1, 1_024 + 200);
        }
    }

    @Test
    void whoDoesNotTakeAnswersGetsNoCreditToAskForMore() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1);
            PlainChat.Opened session = chat.session();
            Event[] hints = new Event[100];
            Arrays.fill(hints, new Event.Hint(new ConversationId("c." + "x".repeat(100)), 7));
            session.push(hints);
            assertThat(session.writability.poll(10, TimeUnit.SECONDS)).isFalse();

            byte[] pong = ("{\"pong\":{}}" + " ".repeat(1_100)).getBytes(StandardCharsets.UTF_8);
            link.message(1, pong).message(1, pong);

            assertThat(link.fault()).isEqualTo("stream 1 has no credit");
        }
    }

    @Test
    void whatASessionWroteGoesBeforeItsClose() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1);
            PlainChat.Opened session = chat.session();
            Event[] hints = new Event[100];
            Arrays.fill(hints, new Event.Hint(new ConversationId("c." + "x".repeat(100)), 7));

            session.push(hints);
            session.close(CloseCode.SLOW_CONSUMER, "read faster");

            long lines = 0;
            ByteBuf record = link.next(Kinds.MESSAGE);
            while (lines < hints.length) {
                lines += record.skipBytes(4)
                        .toString(StandardCharsets.UTF_8)
                        .lines()
                        .count();
                record = lines < hints.length ? link.next(Kinds.MESSAGE) : link.next(Kinds.CLOSE);
            }
            assertThat(record.readInt()).isOne();
            assertThat(record.readUnsignedShort()).isEqualTo(CloseCode.SLOW_CONSUMER.code());
            assertThat(session.gone).isNotDone();
            link.send(Kinds.GONE, content -> content.writeInt(1));
            session.gone.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void bytesOfAClientNeverBecomeRecords() throws Exception {
        try (RawLink link = RawLink.open(port.port())) {
            link.stream(1);
            PlainChat.Opened session = chat.session();
            link.stream(2);
            PlainChat.Opened other = chat.session();

            link.message(1, new byte[] {0, 0, 0, 5, Kinds.GONE, 0, 0, 0, 2});
            link.message(2, HELLO).next(Kinds.MESSAGE);

            assertThat(session.received.take()).isInstanceOf(Frame.Unreadable.class);
            assertThat(other.gone).isNotDone();
        }
    }
}
