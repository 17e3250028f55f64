package dev.parley.benchmarks.load.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.benchmarks.load.generator.Counts;
import dev.parley.benchmarks.load.generator.Generator;
import dev.parley.benchmarks.load.generator.Order;
import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each peer with a few users and few messages: what is counted is whether all came, not when. */
@Tag("any-jdk")
class PeerSubjectsTest {

    private static final int MESSAGES = 100;
    private static final int RATE = 1_000;
    private static final int PATIENCE_MS = 20_000;

    @TempDir
    private Path directory;

    static List<Subject> peers() {
        return PeerSubjects.all();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void everyMessageOfAPairIsAckedOnceAndDeliveredOnce(Subject peer) throws Exception {
        Counts counts = play(peer, Workload.PAIRS, new Scene(6, 2, false));

        assertThat(counts.valid()).as("%s", counts).isTrue();
        assertThat(counts.acked()).isEqualTo(MESSAGES);
        assertThat(counts.delivered()).isEqualTo(MESSAGES);
        assertThat(counts.echoes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void theReceiptOfEveryMessageReachesItsSenderOnce(Subject peer) throws Exception {
        Counts counts = play(peer, Workload.RECEIPTS, new Scene(6, 2, true));

        assertThat(counts.valid()).as("%s", counts).isTrue();
        assertThat(counts.acked()).isEqualTo(MESSAGES);
        assertThat(counts.receipted()).isEqualTo(MESSAGES);
    }

    @ParameterizedTest
    @MethodSource("peers")
    void everyMessageToAGroupReachesAllOthersOnce(Subject peer) throws Exception {
        Scene scene = new Scene(10, 5, false);
        Counts counts = play(peer, Workload.FANOUT, scene);

        assertThat(counts.valid()).as("%s", counts).isTrue();
        assertThat(counts.acked()).isEqualTo(MESSAGES);
        assertThat(counts.delivered()).isEqualTo(MESSAGES * scene.receivers());
    }

    @ParameterizedTest
    @MethodSource("peers")
    void whoeverComesBackHearsAgain(Subject peer) throws Exception {
        Scene scene = new Scene(4, 2, false);
        try (Serving serving = peer.serve(new ServerSettings(1, directory, Workload.PAIRS, scene))) {
            Generator generator = new Generator(peer, scene, 1, List.of(serving.port()), 0);
            assertThat(generator.connect(scene.users())).isEqualTo(scene.users());
            generator.disconnect();
            assertThat(generator.connect(scene.users())).isEqualTo(scene.users());
            assertThat(round(generator).counts().valid()).isTrue();
            generator.disconnect();
        }
    }

    private Counts play(Subject peer, Workload workload, Scene scene) throws Exception {
        try (Serving serving = peer.serve(new ServerSettings(1, directory, workload, scene))) {
            assertThat(serving.note()).matches("(.* [0-9]+[.][0-9.]+)+");
            Generator generator = new Generator(peer, scene, 1, List.of(serving.port()), 0);
            assertThat(generator.connect(scene.users())).isEqualTo(scene.users());
            Counts counts = round(generator).counts();
            generator.disconnect();
            return counts;
        }
    }

    private static RoundResult round(Generator generator) throws Exception {
        int measureMs = MESSAGES * 1_000 / RATE;
        return generator.run(new Order(
                RATE,
                0,
                measureMs,
                PATIENCE_MS,
                false,
                List.of(ProcessHandle.current().pid()),
                List.of()));
    }
}
