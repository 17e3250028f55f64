package dev.parley.benchmarks.load.parley;

import dev.parley.store.jdbc.JdbcStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL server of its own, that syncs as in production. */
final class PostgresStore {

    private PostgresStore() {}

    static OpenStore open(Path directory) throws IOException {
        Path data = directory.resolve("data");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(directory.toFile())
                .setDataDirectory(data)
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("fsync", "on")
                // The embedded server's default is off, which loses commits.
                .setServerConfig("synchronous_commit", "on")
                .start();
        JdbcStore store =
                JdbcStore.postgresql("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "");
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        return new OpenStore(store.stores(), List.of(postmaster), () -> {
            store.close();
            server.close();
        });
    }
}
