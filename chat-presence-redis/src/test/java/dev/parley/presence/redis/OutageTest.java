package dev.parley.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.servers.redis.RedisServer;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.testkit.proxy.ProxiedConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that is killed, hangs, or is cut off. */
@Tag("any-jdk")
class OutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00.123Z");
    private static final RedisOptions OPTIONS = RedisOptions.DEFAULT.withTimeout(Duration.ofMillis(500));
    private static final UserId ADA = new UserId("ada");
    private static final NodeId NODE = new NodeId("n1");

    @TempDir
    Path folder;

    private RedisServer server;
    private FaultProxy proxy;
    private RedisNodes far;
    private RedisNodes near;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start(folder);
        proxy = FaultProxy.to(server.address());
        far = RedisNodes.connect("redis://127.0.0.1:" + proxy.port(), OPTIONS);
        near = RedisNodes.connect(server.uri(), OPTIONS);
        await().atMost(PATIENCE).until(() -> works(far) && works(near));
    }

    @AfterEach
    void stop() {
        far.close();
        near.close();
        proxy.close();
        server.close();
    }

    @Test
    void aServerThatComesBackEmptyIsUsedAgainAndTheLeaseIsKnownToBeBroken() {
        assertThat(join(far.sessions().renew(NODE, LONG))).isFalse();
        join(far.sessions().enter(NODE, Map.of(ADA, AT)));
        assertThat(where(near)).isEqualTo(new Whereabouts(Set.of(NODE), AT));
        server.kill();
        await().atMost(PATIENCE).until(() -> !works(far) && !works(near));
        assertThatThrownBy(() -> join(far.sessions().renew(NODE, LONG)))
                .cause()
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        assertThatThrownBy(() -> join(far.bus().send(NODE, frame("lost")))).hasCauseInstanceOf(ChatException.class);
        assertThatThrownBy(() -> join(far.sessions().leave(NODE, Map.of(ADA, AT))))
                .hasCauseInstanceOf(ChatException.class);
        server.start();
        await().atMost(PATIENCE).until(() -> works(far) && works(near));
        assertThat(where(near)).isEqualTo(Whereabouts.UNKNOWN);
        // Its scripts are gone as well; users entered under the lease of before count for nothing.
        join(far.sessions().enter(NODE, Map.of(ADA, AT)));
        assertThat(where(near).nodes()).isEmpty();
        assertThat(join(far.sessions().renew(NODE, LONG))).isFalse();
        join(far.sessions().enter(NODE, Map.of(ADA, AT)));
        assertThat(where(near)).isEqualTo(new Whereabouts(Set.of(NODE), AT));
    }

    @Test
    void aListenerHearsThatItHearsNothingAndThatItDoesAgain() throws Exception {
        try (AutoCloseable listening = far.bus().listen(NODE, heard)) {
            assertThat(listening).isNotNull();
            hears("before");
            long before = heard.interruptions();
            server.kill();
            await().atMost(PATIENCE).until(() -> heard.interruptions() == before + 1);
            server.start();
            await().atMost(PATIENCE).until(() -> heard.interruptions() == before + 2);
            hears("after");
        }
    }

    @Test
    void aNodeStartsWithoutRedis() throws Exception {
        server.kill();
        try (RedisNodes early = RedisNodes.connect(server.uri(), OPTIONS);
                AutoCloseable listening = early.bus().listen(NODE, heard)) {
            assertThat(listening).isNotNull();
            assertThatThrownBy(() -> join(early.sessions().renew(NODE, LONG))).hasCauseInstanceOf(ChatException.class);
            server.start();
            await().atMost(PATIENCE).until(() -> works(early) && works(near));
            hears("at last");
        }
    }

    @Test
    void aServerThatHangsFailsCallsAndIsUsedAgainWhenItGoesOn() throws Exception {
        try (AutoCloseable listening = far.bus().listen(NODE, heard)) {
            assertThat(listening).isNotNull();
            hears("before");
            join(far.sessions().renew(NODE, LONG));
            long before = heard.interruptions();
            server.pause();
            await().atMost(PATIENCE).until(() -> !works(far));
            await().atMost(PATIENCE).until(() -> heard.interruptions() > before);
            server.resume();
            await().atMost(PATIENCE).until(() -> works(far) && works(near));
            assertThat(join(far.sessions().renew(NODE, LONG))).isTrue();
            hears("after");
        }
    }

    /** The net swallows all, and goes on doing so for those connections: only new ones can work. */
    @Test
    void aConnectionThatDiedWithoutAWordIsGivenUp() throws Exception {
        try (AutoCloseable listening = far.bus().listen(NODE, heard)) {
            assertThat(listening).isNotNull();
            hears("before");
            long before = heard.interruptions();
            long connections = proxy.accepted();
            proxy.fault(Direction.TO_CLIENT, new Fault.Blackhole());
            await().atMost(PATIENCE).until(() -> !works(far) && proxy.accepted() >= connections + 2);
            assertThat(heard.interruptions()).isGreaterThan(before);
            proxy.heal();
            await().atMost(PATIENCE).until(() -> works(far));
            hears("after");
        }
    }

    /** Whether it was done before the connection broke, or not; and the next connection is there before the call fails. */
    @Test
    void nothingIsSentAgain() throws Exception {
        try (AutoCloseable listening = near.bus().listen(NODE, heard);
                RedisNodes patient = RedisNodes.connect(
                        "redis://127.0.0.1:" + proxy.port(), OPTIONS.withTimeout(Duration.ofSeconds(10)))) {
            assertThat(listening).isNotNull();
            hears("before");
            await().atMost(PATIENCE).until(() -> works(patient));
            CompletionStage<Void> done = sendThroughWhatBreaks(patient, Direction.TO_CLIENT, "done, not answered");
            CompletionStage<Void> swallowed = sendThroughWhatBreaks(patient, Direction.TO_SERVER, "swallowed");
            join(patient.bus().send(NODE, frame("last")));
            await().atMost(PATIENCE).until(() -> heard.all.contains("last"));
            assertThatThrownBy(() -> join(done)).hasCauseInstanceOf(ChatException.class);
            assertThatThrownBy(() -> join(swallowed)).hasCauseInstanceOf(ChatException.class);
            assertThat(heard.frames().stream().filter(each -> !each.equals("before")))
                    .containsExactly("done, not answered", "last");
        }
    }

    private CompletionStage<Void> sendThroughWhatBreaks(RedisNodes nodes, Direction silent, String text) {
        List<ProxiedConnection> connections = proxy.connections();
        connections.forEach(each -> each.fault(silent, new Fault.Blackhole()));
        CompletionStage<Void> sent = nodes.bus().send(NODE, frame(text));
        if (silent == Direction.TO_CLIENT) {
            await().atMost(PATIENCE).until(() -> heard.all.contains(text));
        }
        connections.forEach(ProxiedConnection::reset);
        await().atMost(PATIENCE).until(() -> works(nodes));
        return sent;
    }

    @Test
    void whatADeadNodeLeftBehindIsTakenOutByWhoComesAcross() {
        NodeId dead = new NodeId("dead");
        join(far.sessions().renew(NODE, LONG));
        join(far.sessions().renew(dead, LONG));
        join(far.sessions().enter(NODE, Map.of(ADA, AT)));
        join(far.sessions().enter(dead, Map.of(ADA, AT)));
        assertThat(server.ask("HLEN", "parley:user:ada")).isEqualTo("3");
        join(far.sessions().retire(dead));
        assertThat(where(near).nodes()).containsExactly(NODE);
        await().atMost(PATIENCE)
                .until(() -> server.ask("HLEN", "parley:user:ada").equals("2"));
        assertThat(where(near)).isEqualTo(new Whereabouts(Set.of(NODE), AT));
        assertThat(Long.parseLong(server.ask("PTTL", "parley:user:ada")))
                .isBetween(Duration.ofDays(29).toMillis(), Duration.ofDays(30).toMillis());
    }

    @Test
    void whoIsClosedAnswersNoMore() {
        far.close();
        assertThatThrownBy(() -> join(far.sessions().nodes())).hasCauseInstanceOf(ChatException.class);
        assertThatThrownBy(() -> join(far.bus().send(NODE, frame("x")))).hasCauseInstanceOf(ChatException.class);
    }

    private void hears(String text) {
        await().atMost(PATIENCE).until(() -> {
            if (!heard.all.contains(text) && works(near)) {
                join(near.bus().send(NODE, frame(text)));
            }
            return heard.all.contains(text);
        });
    }

    private static Whereabouts where(RedisNodes nodes) {
        return join(nodes.sessions().find(List.of(ADA))).getOrDefault(ADA, Whereabouts.UNKNOWN);
    }

    static boolean works(RedisNodes nodes) {
        return nodes.sessions()
                .nodes()
                .handle((found, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
