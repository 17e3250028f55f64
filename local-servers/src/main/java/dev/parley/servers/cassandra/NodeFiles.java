package dev.parley.servers.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files of one node. Immutable.
 *
 * @param folder where they lie
 */
record NodeFiles(Path folder) {

    /** Small in memory, and patient: the machine may be busy with anything. */
    private static final String CONFIG = """
            cluster_name: local
            num_tokens: 1
            initial_token: "%TOKEN%"
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            %SYNC%
            listen_address: %HOST%
            rpc_address: %HOST%
            native_transport_port: %NATIVE%
            storage_port: %STORAGE%
            endpoint_snitch: SimpleSnitch
            auto_bootstrap: false
            %BUFFERS%
            memtable_allocation_type: heap_buffers
            hinted_handoff_enabled: %HINTS%
            auto_snapshot: false
            read_request_timeout: 10s
            range_request_timeout: 10s
            write_request_timeout: 10s
            cas_contention_timeout: 5s
            request_timeout: 20s
            seed_provider: [{class_name: org.apache.cassandra.locator.SimpleSeedProvider, parameters: [{seeds: "%SEEDS%"}]}]
            data_file_directories: ["%FOLDER%/data"]
            commitlog_directory: "%FOLDER%/commitlog"
            saved_caches_directory: "%FOLDER%/saved_caches"
            hints_directory: "%FOLDER%/hints"
            cdc_raw_directory: "%FOLDER%/cdc_raw"
            """;

    private static final String SMALL = """
            memtable_heap_space: 64MiB
            commitlog_segment_size: 4MiB
            commitlog_total_space: 64MiB
            file_cache_size: 32MiB
            key_cache_size: 0MiB
            concurrent_reads: 8
            concurrent_writes: 8""";

    private static final String BUSY = """
            memtable_heap_space: 768MiB
            commitlog_segment_size: 32MiB
            commitlog_total_space: 2048MiB
            file_cache_size: 256MiB
            key_cache_size: 64MiB""";

    private static final String LOGBACK = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0} %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="OUT"/></root>
            </configuration>
            """;

    Path config() {
        return folder.resolve("cassandra.yaml");
    }

    Path logback() {
        return folder.resolve("logback.xml");
    }

    Path log() {
        return folder.resolve("cassandra.log");
    }

    void write(Ring ring, int node, CassandraSettings settings) {
        String config = CONFIG.replace("%TOKEN%", ring.token(node))
                .replace("%BUFFERS%", settings.small() ? SMALL : BUSY)
                .replace("%SYNC%", settings.commitLogSync().lines())
                .replace("%HOST%", ring.hosts().get(node))
                .replace("%NATIVE%", Integer.toString(ring.nativePort()))
                .replace("%STORAGE%", Integer.toString(ring.storagePort()))
                .replace("%SEEDS%", ring.seeds())
                .replace("%HINTS%", Boolean.toString(ring.hosts().size() > 1))
                .replace("%FOLDER%", folder.toString());
        try {
            Files.createDirectories(folder);
            Files.writeString(config(), config);
            Files.writeString(logback(), LOGBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what a start that failed left behind. */
    void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
