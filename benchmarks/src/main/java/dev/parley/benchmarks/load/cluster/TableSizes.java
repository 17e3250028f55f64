package dev.parley.benchmarks.load.cluster;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.parley.benchmarks.load.backend.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What Cassandra's tables take on disk. */
final class TableSizes {

    private static final int SETTLE_SECONDS = 5;

    private TableSizes() {}

    /** Has everything written to files, and measures those. */
    static Map<String, Double> perMessage(Backends backends, long messages) throws IOException, InterruptedException {
        try (CqlSession session = backends.address().connect()) {
            String keyspace = Backends.OPTIONS.keyspace();
            for (Row row : session.execute(
                    "SELECT table_name FROM system_schema.tables WHERE keyspace_name = '" + keyspace + "'")) {
                session.execute("ALTER TABLE " + keyspace + "." + row.getString("table_name")
                        + " WITH memtable_flush_period_in_ms = 1000");
            }
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Map<String, Double> sizes = new TreeMap<>();
        try (Stream<Path> tables = Files.list(backends.data())) {
            for (Path table : tables.toList()) {
                String name = table.getFileName().toString();
                long bytes = bytes(table);
                if (bytes > 0) {
                    sizes.put(
                            name.substring(0, name.indexOf('-')),
                            Math.round(10.0 * bytes / Math.max(1, messages)) / 10.0);
                }
            }
        }
        return sizes;
    }

    private static long bytes(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(TableSizes::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
