package dev.parley.examples;

import dev.parley.client.ParleyClient;
import dev.parley.client.store.FileClientStore;
import dev.parley.examples.console.ConsoleCommands;
import dev.parley.examples.console.ConsoleView;
import dev.parley.examples.console.DemoSignIn;
import dev.parley.protocol.FrameCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A chat in a terminal, against the example server. The one argument is one's name. {@code -Dparley.url} says where the
 * server is (default {@code http://localhost:8080}), {@code -Dparley.data} where unsent messages and the copy are kept
 * (default {@code parley-console}), {@code -Dparley.encoding=json} asks for JSON in place of CBOR.
 * Confined to its main thread.
 */
public final class ConsoleClient {

    private ConsoleClient() {}

    /**
     * Chats until {@code /quit} or the end of the input.
     *
     * @param args one's name
     * @throws IOException if the terminal cannot be read
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1 || args[0].isBlank()) {
            System.err.println("Say who you are: -Dexec.args=Ada");
            return;
        }
        String name = args[0].trim();
        URI server = URI.create(System.getProperty("parley.url", "http://localhost:8080"));
        Path data = Path.of(System.getProperty("parley.data", "parley-console"), folderName(name));
        boolean json = System.getProperty("parley.encoding", "cbor").equals("json");

        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        DemoSignIn signIn = new DemoSignIn(server, name);
        ConsoleView view = new ConsoleView(out);
        try (ParleyClient client = ParleyClient.builder()
                .uri(signIn.socket())
                .token(signIn)
                .encoding(json ? FrameCodec.JSON : FrameCodec.CBOR)
                .store(FileClientStore.in(data))
                .listener(view)
                .build()) {
            ConsoleCommands commands = new ConsoleCommands(client, view, out);
            client.start();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            commands.help();
            for (String line = in.readLine(); line != null && commands.run(line.strip()); line = in.readLine()) {
                out.flush();
            }
        }
    }

    private static String folderName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
    }
}
