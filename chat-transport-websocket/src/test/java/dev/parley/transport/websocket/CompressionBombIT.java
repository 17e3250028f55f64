package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.WebSocketOptions;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A server with little memory, and messages that would decompress to far more than it has. */
class CompressionBombIT {

    private static final int BOMBS = 10;

    /** The server of the process under test: prints its port, and ends when its input does. */
    public static void main(String[] arguments) throws Exception {
        try (ChatServer server = ChatServer.builder(new PlainChat())
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT.with(WebSocketOptions.DEFAULT.compressed()))
                .start()) {
            System.out.println(server.port());
            System.in.transferTo(System.out);
        }
    }

    @Test
    void aServerWithLittleMemoryOutlivesBombs() throws Exception {
        byte[] bomb = Deflated.zeros(1_000_000_000);
        assertThat(bomb.length).isBetween(900_000, 1 << 20);
        byte[] small = Deflated.zeros(4_000_000);
        assertThat(small.length).isLessThan(8_192);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:MaxDirectMemorySize=24m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CompressionBombIT.class.getName())
                .redirectError(new File(System.getProperty("parley.build.dir", "target"), "bombed-server.log"))
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(said.readLine());
            try (RawSocket bystander = RawSocket.upgraded(port)) {
                for (int i = 0; i < BOMBS; i++) {
                    assertThat(closedAfter(port, bomb)).isEqualTo(1009);
                    assertThat(closedAfter(port, small)).isEqualTo(1009);
                }
                bystander.frame(0x81, JdkSocket.HELLO.getBytes(StandardCharsets.UTF_8));
                assertThat(new String(bystander.frame(), StandardCharsets.UTF_8))
                        .contains("welcome");
            }
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static int closedAfter(int port, byte[] bomb) throws Exception {
        try (RawSocket client =
                RawSocket.upgraded(port, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
            client.frame(0x41, Arrays.copyOf(bomb, bomb.length / 2));
            try {
                client.frame(0x80, Arrays.copyOfRange(bomb, bomb.length / 2, bomb.length));
            } catch (java.io.IOException e) {
                // cut already; the close frame was sent before that
            }
            return client.closeCode();
        }
    }
}
