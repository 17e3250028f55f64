package dev.parley.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChildIsGoneSoonAfterItsParentAlsoWhenItIsPaused(boolean paused) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ForgetfulParent.class.getName(),
                folder.resolve("log").toString()));
        if (paused) {
            command.add("paused");
        }
        Process parent = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        long pid = Long.parseLong(said);
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void aKilledChildIsGone() {
        try (Child child = sleeper()) {
            assertThat(child.alive()).isTrue();
            assertThat(ProcessHandle.of(child.pid())).isPresent();
            child.kill();
            assertThat(child.alive()).isFalse();
            assertThat(ProcessHandle.of(child.pid())).isEmpty();
        }
    }

    @Test
    void aPausedChildStandsStillUntilItIsResumed() throws IOException {
        Path log = folder.resolve("log");
        String counting = "while :; do echo x; sleep 0.01; done";
        try (Child child = Child.start("counter", List.of("sh", "-c", counting), log)) {
            await().atMost(PATIENCE).until(() -> Files.size(log) > 0);
            child.pause();
            await().atMost(PATIENCE).until(() -> state(child).equals("T"));
            long size = Files.size(log);
            child.resume();
            await().atMost(PATIENCE).until(() -> Files.size(log) > size);
        }
    }

    @Test
    void aChildThatEndsIsReportedWithTheEndOfItsLog() {
        Child child = Child.start("speaker", List.of("sh", "-c", "echo no such luck"), folder.resolve("log"));
        assertThatThrownBy(() -> Started.await(child, "sang", () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended before it sang")
                .hasMessageContaining("no such luck");
    }

    @Test
    void aPortThatWasTakenMeansBeginningAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Integer started = Started.retrying(() -> {
            int attempt = attempts.incrementAndGet();
            String says = attempt < 3 ? "echo Address already in use" : "sleep 600";
            try (Child child = Child.start("late", List.of("sh", "-c", says), folder.resolve("log" + attempt))) {
                Started.await(child, "was there", () -> attempt >= 3);
                return attempt;
            }
        });
        assertThat(started).isEqualTo(3);
    }

    @Test
    void aListenerIsAwaited() throws IOException {
        try (Child child = sleeper();
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Started.awaitListening(child, (InetSocketAddress) listener.getLocalSocketAddress());
        }
    }

    @Test
    void freePortsAreDifferentAndNotTooHigh() {
        List<Integer> ports = Ports.free(5, 65_535, List.of("127.0.0.1"));
        assertThat(ports).hasSize(5).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Ports.free(1, 1, List.of("127.0.0.1"))).isInstanceOf(IllegalStateException.class);
    }

    private Child sleeper() {
        return Child.start("sleeper", List.of("sleep", "600"), folder.resolve("log"));
    }

    /** Its state as the system names it: T is stopped. */
    private static String state(Child child) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(child.pid())).start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .substring(0, 1);
    }
}
