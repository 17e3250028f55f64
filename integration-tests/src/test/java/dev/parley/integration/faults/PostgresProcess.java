package dev.parley.integration.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL server that syncs as in production, and that can be killed with -9 and started again on its data. */
final class PostgresProcess implements AutoCloseable {

    static final String USER = "postgres";

    private final Path base = Path.of(System.getProperty("parley.build.dir", "target"), "pg");
    private final Path data;
    private final EmbeddedPostgres server;

    PostgresProcess() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(base), "data");
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(base.toFile())
                .setDataDirectory(data)
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("fsync", "on")
                .setServerConfig(
                        "synchronous_commit", "on") // the embedded server's default is off, which loses commits
                .start();
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

    /** Starts it again on its data, and waits until it lets clients in. */
    void startAgain() throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // it refuses to run as root, which root is no more in there
        }
        command.addAll(List.of(
                program().toString(), "-D", data.toString(), "-p", Integer.toString(port()), "-c", "fsync=on", "-c"));
        command.add("unix_socket_directories=");
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::answers);
    }

    private Path program() throws IOException {
        try (Stream<Path> files = Files.walk(base, 3)) {
            return files.filter(file -> file.endsWith(Path.of("bin", "postgres")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false; // it is still starting
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
