package dev.parley.examples;

import dev.parley.core.Chat;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.examples.demo.DemoPeople;
import dev.parley.examples.demo.DemoRoutes;
import dev.parley.examples.demo.DemoTokens;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.transport.websocket.options.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The runnable server behind the quickstart. {@code -Dparley.port} and {@code -Dparley.host} say where it listens, {@code
 * -Dparley.data} where it keeps its data, the messages in RocksDB. {@code -Dparley.store=h2} keeps them in an H2 file
 * instead, {@code -Dparley.store=jdbc:postgresql:…} with {@code -Dparley.store.user} and {@code -Dparley.store.password} in
 * PostgreSQL; {@code -Dparley.origins=http://…,http://…} lets further pages in. Thread-safe.
 */
public final class ExampleServer implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(8);
    private static final Duration CUT = Duration.ofSeconds(1);

    private final SystemRuntime runtime;
    private final ExampleStore store;
    private final Chat chat;
    private final ChatServer server;
    private final String host;

    private ExampleServer(String host, int port, Path data) throws IOException {
        this.host = host;
        Files.createDirectories(data);
        DemoTokens tokens = DemoTokens.in(data, InstantSource.system());
        DemoPeople people = DemoPeople.in(data);
        store = ExampleStore.in(data);
        runtime = SystemRuntime.start();
        chat = Chat.builder(store.stores(), runtime.runtime())
                .authenticator(tokens)
                .accessPolicy(AccessPolicy.allowAll())
                .build();
        try {
            server = ChatServer.builder(chat)
                    .host(host)
                    .port(port)
                    .options(ServerOptions.DEFAULT.withOrigins(origins(host, port)))
                    .routes(DemoRoutes.of(people, tokens))
                    .start();
        } catch (RuntimeException e) {
            chat.close();
            store.close();
            runtime.close();
            throw e;
        }
    }

    /** The pages of this server itself, and those that the property adds. */
    private static String[] origins(String host, int port) {
        Set<String> origins = new LinkedHashSet<>();
        for (String name : new String[] {"localhost", "127.0.0.1", host}) {
            origins.add("http://" + name + ":" + port);
        }
        String more = System.getProperty("parley.origins", "");
        if (!more.isBlank()) {
            origins.addAll(Arrays.asList(more.split(",")));
        }
        return origins.toArray(new String[0]);
    }

    /**
     * Starts a server, as the system properties say.
     *
     * @return the server
     * @throws IOException when the data directory can't be used
     */
    public static ExampleServer start() throws IOException {
        return new ExampleServer(
                System.getProperty("parley.host", "127.0.0.1"),
                Integer.getInteger("parley.port", 8080),
                Path.of(System.getProperty("parley.data", "parley-data")));
    }

    /**
     * Starts the server and waits until the process is told to stop.
     *
     * @param args not used
     * @throws Exception when the port is taken or the data cannot be opened
     */
    public static void main(String[] args) throws Exception {
        ExampleServer example = start();
        System.out.println(example);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            example.close();
                            stopped.countDown();
                        },
                        "parley-drain"));
        stopped.await();
    }

    /** Drains: clients are told to connect again, what is under way is finished. Takes 10 s at most. */
    @Override
    public void close() {
        chat.close(DRAIN).toCompletableFuture().join();
        server.close(CUT).toCompletableFuture().join();
        store.close();
        runtime.close();
    }

    /** Where to find the server, and how safe its messages are. */
    @Override
    public String toString() {
        String address = host.equals("127.0.0.1") ? "localhost" : host;
        return "Parley is at http://" + address + ":" + server.port() + " ("
                + store.stores().durability() + "); Ctrl-C stops it";
    }
}
