package dev.parley.client.internal.session;

import dev.parley.client.internal.loop.Loop;
import dev.parley.client.transport.NodeFinder;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server which nodes there are, goes to the best, then to the others, and asks again when all failed. A server that
 * does not say is connected to itself, so whoever can be reached is reached. Confined to the client's thread.
 */
public final class FoundRoute implements Route {

    private static final Logger LOG = LoggerFactory.getLogger(FoundRoute.class);

    private final Loop loop;
    private final NodeFinder finder;
    private final List<URI> servers;
    private final boolean onlyTls;
    private final Deque<URI> alternatives = new ArrayDeque<>();
    private int first;
    private int asked;
    private @Nullable URI current;

    /**
     * A route that has not asked yet.
     *
     * @param loop the client's thread
     * @param random which server is asked first, so that clients spread
     * @param finder asks
     * @param servers whom, one or more: what stands before {@code /v1/} in their HTTP API
     */
    public FoundRoute(Loop loop, RandomGenerator random, NodeFinder finder, List<URI> servers) {
        this.loop = loop;
        this.finder = finder;
        this.servers = List.copyOf(servers);
        this.onlyTls = servers.stream().allMatch(server -> scheme(server).equals("https"));
        this.first = random.nextInt(servers.size());
    }

    @Override
    public void next(String token, Consumer<URI> go) {
        if (current == null) {
            current = alternatives.poll();
        }
        if (current != null) {
            go.accept(current);
        } else {
            ask(0, ++asked, token, go);
        }
    }

    @Override
    public void elsewhere() {
        current = null;
        asked++; // an answer that is still to come is for an attempt that was given up
    }

    @Override
    public void prefer(List<NodeAddress> nodes) {
        if (!nodes.isEmpty()) {
            take(nodes);
        }
    }

    private void ask(int tried, int question, String token, Consumer<URI> go) {
        URI server = servers.get((first + tried) % servers.size());
        find(server, token)
                .whenComplete((nodes, failure) -> loop.execute(() -> {
                    if (question != asked) {
                        return;
                    }
                    if (failure != null) {
                        LOG.debug("{} names no nodes", server, failure);
                        if (tried + 1 < servers.size()) {
                            ask(tried + 1, question, token, go);
                            return;
                        }
                        // Perhaps it is older than the question. Another one is asked first next time.
                        go(connect(servers.get(first)), go);
                        first = (first + 1) % servers.size();
                        return;
                    }
                    take(nodes);
                    URI best = alternatives.poll();
                    go(best == null ? connect(server) : best, go);
                }));
    }

    private CompletionStage<List<NodeAddress>> find(URI server, String token) {
        try {
            return finder.find(server, token);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void go(URI to, Consumer<URI> go) {
        current = to;
        go.accept(to);
    }

    /** A server with TLS sends nobody, with their token, where there is none. */
    private void take(List<NodeAddress> nodes) {
        alternatives.clear();
        nodes.stream()
                .map(NodeAddress::connect)
                .filter(uri -> !onlyTls || scheme(uri).equals("wss"))
                .forEach(alternatives::add);
    }

    private static URI connect(URI server) {
        return URI.create("ws" + server.toString().substring("http".length()) + "/v1/connect");
    }

    private static String scheme(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }
}
