package dev.parley.integration.faults.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientListener;
import dev.parley.client.ParleyClient;
import dev.parley.client.ParleyClientBuilder;
import dev.parley.client.store.ClientStore;
import dev.parley.client.transport.ClientTransport;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Message;
import dev.parley.view.EntryPage;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A client on files of an earlier life, which watches that it is shown everything once, in order, without a hole: from the
 * cursor on that the files know, or from where the timeline was reset to. Thread-safe.
 */
public final class Revived implements ClientListener, AutoCloseable {

    private static final DeviceId DEVICE = new DeviceId("revived");

    private final ParleyClient client;
    private final List<ConversationId> conversations;
    private final Map<ConversationId, Long> cursors = new ConcurrentHashMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger shown = new AtomicInteger();

    /** Opens the store; throws what that throws. */
    public Revived(URI server, ClientTransport transport, ClientStore store, List<ConversationId> conversations) {
        this.conversations = conversations;
        this.client = builder(server, transport, store).listener(this).build();
        for (ConversationId conversation : conversations) {
            long cursor = client.messages().timeline(conversation).cursor();
            if (cursor > 0) {
                cursors.put(conversation, cursor);
            }
        }
    }

    /** A client of the same user and device. */
    public static ParleyClientBuilder builder(URI server, ClientTransport transport, ClientStore store) {
        return ParleyClient.builder()
                .uri(server)
                .token(() -> CompletableFuture.completedFuture("reader"))
                .device(DEVICE)
                .transport(transport)
                .store(store);
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        Long before = cursors.put(conversation, item.seq());
        shown.incrementAndGet();
        if (before != null && item.seq() != before + 1) {
            wrong.add(conversation + ": " + item.seq() + " after " + before);
        }
    }

    @Override
    public void timelineReset(ConversationId conversation) {
        cursors.remove(conversation);
        resets.incrementAndGet();
    }

    /** Connects and waits until it holds all conversations up to their heads and has sent what it had not. */
    public void catchUp(Map<ConversationId, Long> heads) {
        client.start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> client.messages().unsent().isEmpty()
                        && heads.entrySet().stream()
                                .allMatch(head -> client.messages()
                                                .timeline(head.getKey())
                                                .cursor()
                                        >= head.getValue()));
        assertThat(wrong).as("shown").isEmpty();
    }

    /** Reads all there is. */
    public void readAll() throws Exception {
        for (ConversationId conversation : conversations) {
            while (client.messages().timeline(conversation).before()) {
                client.messages()
                        .loadOlder(conversation, 200)
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Asserts that what it holds is a part of the truth, without a hole. */
    public void holdsOnly(Map<ConversationId, Map<Long, Object>> truth) {
        held().forEach((conversation, items) -> {
            assertThat(truth.get(conversation)).containsAllEntriesOf(items);
            if (!items.isEmpty()) {
                TreeMap<Long, Object> sorted = new TreeMap<>(items);
                assertThat(sorted.lastKey() - sorted.firstKey() + 1).isEqualTo(sorted.size());
            }
        });
    }

    /** What it holds, by conversation and seq; edits, deletes and reactions applied. */
    public Map<ConversationId, Map<Long, Object>> held() {
        Map<ConversationId, Map<Long, Object>> held = new HashMap<>();
        for (ConversationId conversation : conversations) {
            Map<Long, Object> items = new HashMap<>();
            for (EntryPage.Item item : client.messages().timeline(conversation).items()) {
                items.put(item.seq(), item instanceof EntryPage.Said said ? looks(said.message()) : item);
            }
            held.put(conversation, items);
        }
        return held;
    }

    /** As of which head that is does not matter. */
    private static Object looks(Message message) {
        Set<String> reactions = message.reactions().stream()
                .filter(Message.ReactionState::present)
                .map(reaction -> reaction.user() + reaction.emoji())
                .collect(Collectors.toSet());
        return List.of(message.posted().origin(), message.body(), message.deleted(), reactions);
    }

    /** How often a timeline was reset. */
    public int resets() {
        return resets.get();
    }

    /** How many entries it was shown. */
    public int shown() {
        return shown.get();
    }

    @Override
    public void close() {
        client.close();
    }
}
