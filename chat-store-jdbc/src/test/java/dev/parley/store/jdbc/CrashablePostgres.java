package dev.parley.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
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

/** A PostgreSQL server of its own that syncs as in production, and that can be killed and started again. */
final class CrashablePostgres implements AutoCloseable {

    private final Path binaries;
    private final Path data;
    private final int port;
    private Process server;

    CrashablePostgres(Path data) throws IOException, InterruptedException {
        this.data = data;
        binaries = binaries();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process initdb = command(
                        "initdb",
                        "-A",
                        "trust",
                        "-U",
                        TestPostgres.USER,
                        "-E",
                        "UTF-8",
                        "--locale=C.UTF-8",
                        "-D",
                        data.toString())
                .start();
        if (initdb.waitFor() != 0) {
            throw new IllegalStateException("initdb failed, see " + log());
        }
        server = start();
    }

    /** Where the shared server's jar was unpacked to. */
    private static Path binaries() throws IOException {
        TestPostgres.port();
        try (Stream<Path> files = Files.walk(TestPostgres.FOLDER, 4)) {
            return files.filter(file -> file.endsWith("bin") && Files.exists(file.resolve("postgres")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String url() {
        return TestPostgres.url(port, "postgres");
    }

    private Process start() throws IOException {
        Process started = command(
                        "postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=")
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::answers);
        return started;
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(), TestPostgres.USER, TestPostgres.PASSWORD)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Kills the server and every process of it with SIGKILL. */
    void kill() {
        List<ProcessHandle> processes = new ArrayList<>(server.descendants().toList());
        processes.add(server.toHandle());
        for (ProcessHandle each : processes) {
            each.destroyForcibly();
        }
        for (ProcessHandle each : processes) {
            each.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    void startAgain() throws IOException {
        server = start();
    }

    private File log() {
        return data.resolveSibling("postgres.log").toFile();
    }

    /** PostgreSQL refuses to run as root, which root can be no more in a user namespace of its own. */
    private ProcessBuilder command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    }

    @Override
    public void close() {
        kill();
    }
}
