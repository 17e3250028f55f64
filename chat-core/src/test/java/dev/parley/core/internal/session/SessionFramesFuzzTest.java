package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.ADA;
import static dev.parley.core.internal.session.SessionFixture.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends from its first frame on, as a session takes it. */
class SessionFramesFuzzTest {

    static Stream<byte[]> conversations() {
        Command.Hello hello = hello("ada", "d1");
        return Stream.of(
                message(hello),
                message(new Command.Ping(), hello),
                message(hello, new Command.CountUnread(), new Command.Ping(), hello),
                message(hello, SessionFixture.send("k"), new Command.Pong()),
                message(hello, new Command.Typing(SessionFixture.ROOM, true), new Command.Watch(List.of(ADA))));
    }

    private static byte[] message(Command... commands) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Command command : commands) {
            message.writeBytes(FrameCodec.JSON.encode(new Frame.Request(message.size() + 1, command)));
            message.write('\n');
        }
        return message.toByteArray();
    }

    /** Every request that wants an answer gets one, unless the session ends; nothing throws, and nothing stays behind. */
    @MethodSource("conversations")
    @FuzzTest
    void everyRequestIsAnsweredOrEndsTheSession(byte[] message) {
        SessionFixture fixture = new SessionFixture();
        fixture.commands.identity = CompletableFuture.completedFuture(new Identity(ADA, null));
        FakeConnection client = fixture.connect();
        List<Frame> sent = FrameCodec.JSON.decodeRequests(message);
        for (Frame frame : sent) {
            client.session().receive(frame);
            fixture.manual.run();
        }
        fixture.manual.advance(Duration.ofSeconds(5));

        for (Frame answer : client.received) {
            for (FrameCodec codec : List.of(FrameCodec.JSON, FrameCodec.CBOR)) {
                assertThat(codec.decodeAnswers(codec.encode(answer))).containsExactly(answer);
            }
        }
        if (client.closed == null) {
            assertThat(client.received.stream().map(SessionFramesFuzzTest::id).filter(id -> id > 0))
                    .containsExactlyInAnyOrderElementsOf(sent.stream()
                            .map(SessionFramesFuzzTest::id)
                            .filter(id -> id > 0)
                            .toList());
        }
        assertThat(client.errors()).doesNotContain("internal");
        client.session().disconnected();
        fixture.manual.advance(Duration.ofMinutes(5));
        assertThat(fixture.registry.count()).isZero();
        assertThat(fixture.index.connected(ADA)).isFalse();
        assertThat(fixture.failures).isEmpty();
    }

    private static long id(Frame frame) {
        if (frame instanceof Frame.Request request) {
            return request.command() instanceof Command.Pong ? 0 : request.id(); // a pong is itself an answer
        }
        if (frame instanceof Frame.Unreadable unreadable) {
            return unreadable.id();
        }
        if (frame instanceof Frame.Ok ok) {
            return ok.id();
        }
        return frame instanceof Frame.Failed failed ? failed.id() : 0;
    }
}
