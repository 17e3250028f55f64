package dev.parley.integration.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The example server in a process of its own, which can be killed with -9 and started again on the same data. */
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private final Map<String, String> settings;
    private @Nullable Process process;
    private int starts;

    private ServerProcess(Path folder, Map<String, String> settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.settings = settings;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
    }

    /** Starts it on a free port with fresh data; settings are its system properties. */
    static ServerProcess start(String name, Map<String, String> settings) throws IOException {
        Path base = Path.of(System.getProperty("parley.build.dir", "target"));
        ServerProcess server =
                new ServerProcess(Files.createTempDirectory(Files.createDirectories(base), name), settings);
        server.start();
        return server;
    }

    /** Starts it (again) and waits until it serves. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dparley.port=" + port,
                "-Dparley.data=" + folder.resolve("data")));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ForkedMain.class.getName(),
                "dev.parley.examples.ExampleServer"));
        Path log = folder.resolve("server-" + ++starts + ".log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(this::healthy);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the server does not serve:\n" + Files.readString(log), e);
        }
    }

    /** SIGKILL: nothing is flushed, nobody is told. */
    void kill() {
        Process running = Objects.requireNonNull(process, "not started");
        running.destroyForcibly();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !running.isAlive());
    }

    /** Where it keeps its data and logs. */
    Path folder() {
        return folder;
    }

    String address() {
        return "http://localhost:" + port;
    }

    URI webSocket() {
        return URI.create("ws://localhost:" + port + "/v1/connect");
    }

    /** Signs a user in and returns the token. */
    String token(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/demo/sign-in"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        int start = body.indexOf("\"token\":\"") + 9;
        return body.substring(start, body.indexOf('"', start));
    }

    /** What the server wrote since its last start. */
    String log() throws IOException {
        return Files.readString(folder.resolve("server-" + starts + ".log"));
    }

    private boolean healthy() throws InterruptedException {
        Process running = Objects.requireNonNull(process, "not started");
        if (!running.isAlive()) {
            throw new IllegalStateException("the server ended with " + running.exitValue());
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/v1/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
