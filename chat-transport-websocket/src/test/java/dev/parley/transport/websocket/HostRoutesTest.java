package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.transport.websocket.http.ClassPathFiles;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.http.HttpRoutes;
import dev.parley.transport.websocket.options.ServerOptions;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRoutesTest {

    private static final Map<String, String> POLICY = Map.of("Content-Security-Policy", "default-src 'none'");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private ChatServer server = ChatServer.builder(new PlainChat()).port(0).start();

    @BeforeEach
    void start() throws Exception {
        server.close();
        Files.createDirectories(folder.resolve("classes/web/sub"));
        Files.writeString(folder.resolve("classes/web/index.html"), "<!doctype html>home");
        Files.writeString(folder.resolve("classes/web/sub/a.js"), "export {}");
        Files.writeString(folder.resolve("classes/secret.txt"), "secret");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("client.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/resources/parley/sub/"));
            jar.putNextEntry(new JarEntry("META-INF/resources/parley/index.js"));
            jar.write("export {}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        ClassLoader loader = new URLClassLoader(
                new URL[] {
                    folder.resolve("classes/").toUri().toURL(),
                    folder.resolve("client.jar").toUri().toURL()
                },
                null);
        HttpRoutes routes = HttpRoutes.NONE
                .below("GET", "/", new ClassPathFiles(loader, "web/", "/", POLICY))
                .below("GET", "/parley/", new ClassPathFiles(loader, "META-INF/resources/parley/", "/parley/", POLICY))
                .on(
                        "GET",
                        "/echo",
                        call -> HttpReply.text(200, call.query().toString()).now())
                .on(
                        "POST",
                        "/echo",
                        call -> HttpReply.of(201, call.header("Content-Type"), call.body())
                                .now())
                .on(
                        "GET",
                        "/who",
                        call -> HttpReply.text(
                                        200,
                                        call.bearerToken()
                                                + Thread.currentThread().getName())
                                .now())
                .on("GET", "/refused", call -> {
                    throw new ChatException(ErrorCode.FORBIDDEN, "not you");
                })
                .on("GET", "/broken", call -> {
                    throw new IllegalStateException("a secret of the host");
                });
        server = ChatServer.builder(new PlainChat())
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT.withOrigins("https://chat.example"))
                .routes(routes)
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void filesComeWithTypePolicyAndTag() throws Exception {
        HttpResponse<String> home = get("/");

        assertThat(home.body()).isEqualTo("<!doctype html>home");
        assertThat(home.headers().map())
                .containsEntry("content-type", java.util.List.of("text/html; charset=utf-8"))
                .containsEntry("content-security-policy", java.util.List.of("default-src 'none'"))
                .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
                .containsEntry("cache-control", java.util.List.of("no-cache"));
        assertThat(get("/parley/index.js").headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(get("/sub/a.js").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/parley/index.js"})
    void aBrowserThatHoldsAFileIsTold(String path) throws Exception {
        String tag = get(path).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = get(path, "If-None-Match", "\"other\", W/" + tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aFileInAFolderMayChange() throws Exception {
        String before = get("/").headers().firstValue("ETag").orElseThrow();
        Files.writeString(folder.resolve("classes/web/index.html"), "new");

        assertThat(get("/", "If-None-Match", before).body()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/none.js",
                "/sub",
                "/sub/",
                "/parley/sub",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/sub/..%5c..%5csecret.txt",
                "//index.html",
                "/index.html%00",
                "/.hidden"
            })
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aHeadRequestGetsNoBody() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("HEAD / HTTP/1.1", "Host: x", "Connection: close");
            assertThat(client.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 19");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void handlersSeeQueryHeadersAndBody() throws Exception {
        assertThat(get("/echo?a=%26&a=2").body()).isEqualTo("{a=&}");
        assertThat(get("/who", "Authorization", "bearer abc").body()).startsWith("abcparley-http");
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/echo"))
                        .header("Content-Type", "text/x-test")
                        .POST(HttpRequest.BodyPublishers.ofString("body"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/echo,405", "POST,/index.html,405", "GET,/refused,403", "GET,/broken,500"})
    void whatFailsHasAStatus(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"https://chat.example,201", "https://evil.example,403"})
    void pagesOfOtherOriginsChangeNothing(String origin, int status) throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\nOrigin: " + origin
                    + "\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void theChatsOwnPathsCannotBeTaken() {
        assertThatThrownBy(() -> HttpRoutes.NONE.on(
                        "GET", "/v1/inbox", call -> HttpReply.empty(200).now()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
