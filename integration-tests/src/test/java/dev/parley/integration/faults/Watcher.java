package dev.parley.integration.faults;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.ParleyClient;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.view.EntryPage;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** A client of one node, and of no other, that notes when it was shown what. Thread-safe. */
final class Watcher implements ClientListener, AutoCloseable {

    private record Place(ConversationId conversation, long seq) {}

    private final UserId user;
    private final ParleyClient client;
    private final Map<Place, Long> shown = new ConcurrentHashMap<>();

    Watcher(String name, String token, URI node) {
        user = new UserId(name);
        client = ParleyClient.builder()
                .uri(node)
                .token(() -> CompletableFuture.completedFuture(token))
                .listener(this)
                .build();
        client.start();
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        shown.putIfAbsent(new Place(conversation, item.seq()), System.nanoTime());
    }

    UserId user() {
        return user;
    }

    ParleyClient client() {
        return client;
    }

    boolean live() {
        return client.state().phase() == ConnectionState.Phase.LIVE;
    }

    boolean saw(ConversationId conversation, long seq) {
        return shown.containsKey(new Place(conversation, seq));
    }

    /** When it was shown what came after a seq, by {@link System#nanoTime}. */
    LongStream shownAfter(ConversationId conversation, long seq) {
        return shown.entrySet().stream()
                .filter(each -> each.getKey().conversation().equals(conversation)
                        && each.getKey().seq() > seq)
                .mapToLong(Map.Entry::getValue);
    }

    @Override
    public void close() {
        client.close();
    }
}
