package dev.parley.integration.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server that syncs as in production, and that can be killed with -9 and started again on its data. */
final class PostgresProcess implements AutoCloseable {

    static final String USER = "postgres";

    private final Path base = Path.of(System.getProperty("parley.build.dir", "target"), "pg");
    private final Path data;
    private EmbeddedPostgres server;

    PostgresProcess() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(base), "data");
        server = start(0);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(base.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("fsync", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    int port() {
        return server.getPort();
    }

    /** Where to connect to it, or to a proxy in front of it. */
    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(port()), USER, "");
    }

    /** Kills the server and every process of it. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        List<ProcessHandle> all = new ArrayList<>();
        ProcessHandle.of(pid).ifPresent(server -> {
            all.addAll(server.descendants().toList());
            all.add(server);
        });
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().orTimeout(60, TimeUnit.SECONDS).join());
    }

    void startAgain() throws IOException {
        server = start(server.getPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
