package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private final PlainChat chat = new PlainChat();
    private TlsFiles files = new TlsFiles(Path.of(""), Path.of(""));
    private ChatServer server =
            ChatServer.builder(chat).host("127.0.0.1").port(0).start();
    private KeyStore first = empty();

    private static KeyStore empty() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (java.security.GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.close();
        files = new TlsFiles(folder.resolve("server.crt"), folder.resolve("server.key"));
        first = newCertificate("one");
        server = ChatServer.builder(chat)
                .host("127.0.0.1")
                .port(0)
                .tls(files)
                .options(ServerOptions.DEFAULT.with(
                        ConnectionOptions.DEFAULT.withTimes(Duration.ofSeconds(3), Duration.ofSeconds(1))))
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Makes a certificate with the JDK's own tool, and writes it where the server looks. */
    private KeyStore newCertificate(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        byte[] said = keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor())
                .as(new String(said, java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Files.writeString(
                files.key(), pem("PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded()));
        Files.writeString(
                files.certificates(),
                pem("CERTIFICATE", store.getCertificate("server").getEncoded()));
        return store;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    private static SSLContext trusting(KeyStore certificate) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("server", certificate.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private JdkSocket connect(KeyStore certificate) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trusting(certificate)).build();
        return JdkSocket.open(client, URI.create("wss://127.0.0.1:" + server.port() + "/v1/connect"), "parley.v1.json");
    }

    private String commonName(SSLContext context) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    @Test
    void sessionsRunOverTls() throws Exception {
        JdkSocket client = connect(first);

        assertThat(client.send(JdkSocket.HELLO).text()).contains("welcome");
        client.socket().sendClose(1000, "").join();
        assertThat(client.closedWith()).startsWith("1000");
    }

    /** The end of the stream is TLS's own, too: without it the client could not tell an end from a cut. */
    @Test
    void aClientThatBreaksTheProtocolReadsTheCloseFrameAndTheEnd() throws Exception {
        Socket socket = trusting(first).getSocketFactory().createSocket("127.0.0.1", server.port());
        try (RawSocket client = new RawSocket(socket)) {
            client.upgrade("/v1/connect");
            assertThat(client.head()).startsWith("HTTP/1.1 101");
            client.frame(0x83, new byte[0]);

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void anotherCertificateIsTakenUpWhileRunning() throws Exception {
        JdkSocket before = connect(first);
        KeyStore second = newCertificate("two");

        server.reloadTls();

        assertThat(commonName(trusting(second))).isEqualTo("CN=two");
        assertThat(before.send(JdkSocket.HELLO).text()).contains("welcome");
        before.socket().abort();
    }

    @Test
    void aCertificateThatCannotBeReadChangesNothing() throws Exception {
        Files.writeString(files.certificates(), "not a certificate");

        assertThatThrownBy(server::reloadTls).isInstanceOf(IllegalArgumentException.class);

        assertThat(commonName(trusting(first))).isEqualTo("CN=one");
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws Exception {
        SSLContext context = trusting(first);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void plainTextIsRefused() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.socket().getInputStream().readAllBytes()).hasSizeLessThan(16); // an alert at most
        }
    }

    @Test
    void aClientThatStopsInTheHandshakeIsCut() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.bytes(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});

            assertThat(client.socket().getInputStream().readAllBytes()).hasSizeLessThan(16);
        }
        assertThat(chat.opened.poll(0, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aServerWithoutTlsHasNothingToReload() {
        try (ChatServer plain =
                ChatServer.builder(chat).host("127.0.0.1").port(0).start()) {
            assertThatThrownBy(plain::reloadTls).isInstanceOf(IllegalStateException.class);
        }
    }
}
