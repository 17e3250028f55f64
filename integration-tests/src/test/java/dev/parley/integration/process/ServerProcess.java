package dev.parley.integration.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, which can be killed with -9 and started again on the same data. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private final ServerLaunch launch;
    private @Nullable Process process;
    private int starts;

    private ServerProcess(Path folder, ServerLaunch launch) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.launch = launch;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
    }

    /** Starts it on a free port with fresh data. */
    public static ServerProcess start(String name, ServerLaunch launch) throws IOException {
        Path base = Path.of(System.getProperty("parley.build.dir", "target"));
        ServerProcess server =
                new ServerProcess(Files.createTempDirectory(Files.createDirectories(base), name), launch);
        server.start();
        return server;
    }

    /** Starts it (again) and waits until it serves. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(launch.wrapper());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dparley.port=" + port,
                "-Dparley.data=" + folder.resolve("data")));
        launch.settings().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), ForkedMain.class.getName(), launch.main()));
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
    public void kill() {
        running().destroyForcibly();
        awaitEnd(Duration.ofMinutes(1));
    }

    /** Sends a signal by its name, for example {@code STOP}. */
    public void signal(String name) throws IOException, InterruptedException {
        int result = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(running().pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (result != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + result);
        }
    }

    /** Waits until the process has ended; fails after some time. */
    public void awaitEnd(Duration most) {
        Awaitility.await()
                .atMost(most)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !running().isAlive());
    }

    /** Tells whether the process runs. */
    public boolean runs() {
        return running().isAlive();
    }

    /** The process's id. */
    public long pid() {
        return running().pid();
    }

    private Process running() {
        return Objects.requireNonNull(process, "not started");
    }

    /** Where it keeps its data and logs. */
    public Path folder() {
        return folder;
    }

    /** Where its pages are. */
    public String address() {
        return "http://localhost:" + port;
    }

    /** Where clients connect. */
    public URI webSocket() {
        return URI.create("ws://localhost:" + port + "/v1/connect");
    }

    /** Signs a user in and returns the token. */
    public String token(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/demo/sign-in"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        int start = body.indexOf("\"token\":\"") + 9;
        return body.substring(start, body.indexOf('"', start));
    }

    /** Calls one of its routes and returns the answer; fails when that is no 200. */
    public String call(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** Its port on the loopback interface. */
    public InetSocketAddress socket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** What the server wrote since its last start. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("server-" + starts + ".log"));
    }

    private boolean healthy() throws InterruptedException {
        if (!runs()) {
            throw new IllegalStateException("the server ended with " + running().exitValue());
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
