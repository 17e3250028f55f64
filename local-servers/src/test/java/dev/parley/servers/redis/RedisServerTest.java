package dev.parley.servers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class RedisServerTest {

    @TempDir
    Path folder;

    @Test
    void aServerThatWasKilledStartsAgainEmptyWhereItWas() {
        try (RedisServer server = RedisServer.start(folder)) {
            assertThat(server.ask("SET", "a", "1")).isEqualTo("OK");
            assertThat(server.ask("GET", "a")).isEqualTo("1");
            long before = server.pid();
            String uri = server.uri();
            server.kill();
            assertThat(ProcessHandle.of(before)).isEmpty();
            server.start();
            assertThat(server.uri()).isEqualTo(uri);
            assertThat(server.ask("GET", "a")).isEmpty();
            assertThatThrownBy(() -> server.ask("NO-SUCH-COMMAND"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("unknown command");
        }
    }

    @Test
    void aClusterSharesTheSlots() {
        try (RedisCluster cluster = RedisCluster.start(folder)) {
            assertThat(cluster.uris()).hasSize(3).doesNotHaveDuplicates();
            assertThat(cluster.servers())
                    .allSatisfy(server -> assertThat(server.ask("CLUSTER", "INFO"))
                            .contains("cluster_slots_ok:16384", "cluster_size:3"));
        }
    }
}
