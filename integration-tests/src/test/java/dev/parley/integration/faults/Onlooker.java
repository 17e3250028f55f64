package dev.parley.integration.faults;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.ParleyClient;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.view.EntryPage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of one node that notes what it is shown, and when. Thread-safe. */
final class Onlooker implements ClientListener, AutoCloseable {

    private final String name;
    private final ClusteredNode node;
    private final ParleyClient client;
    private final List<Long> order = new CopyOnWriteArrayList<>();
    private final Map<Long, Long> shown = new ConcurrentHashMap<>();

    Onlooker(String name, ClusteredNode node) {
        this.name = name;
        this.node = node;
        client = ParleyClient.builder()
                .servers(node.api())
                .token(() -> CompletableFuture.completedFuture(name))
                .listener(this)
                .build();
        client.start();
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        order.add(item.seq());
        shown.putIfAbsent(item.seq(), System.nanoTime());
    }

    UserId user() {
        return new UserId(name);
    }

    ClusteredNode node() {
        return node;
    }

    ParleyClient client() {
        return client;
    }

    boolean live() {
        return client.state().phase() == ConnectionState.Phase.LIVE;
    }

    boolean saw(long seq) {
        return shown.containsKey(seq);
    }

    long sawAt(long seq) {
        return Objects.requireNonNull(shown.get(seq));
    }

    /** What it was shown, as it came. */
    List<Long> order() {
        return List.copyOf(order);
    }

    @Override
    public void close() {
        client.close();
    }
}
