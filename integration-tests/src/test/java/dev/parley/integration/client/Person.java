package dev.parley.integration.client;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.ParleyClient;
import dev.parley.client.store.ClientStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.FrameCodec;
import dev.parley.view.EntryPage;
import dev.parley.view.Presence;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client over a real WebSocket, and what its listener heard. */
final class Person implements ClientListener, AutoCloseable {

    final UserId user;
    final ParleyClient client;
    final List<String> entries = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    Person(String name, URI uri, FrameCodec encoding, ClientStore store) {
        user = new UserId(name);
        client = ParleyClient.builder()
                .uri(uri)
                .token(() -> CompletableFuture.completedFuture(name))
                .encoding(encoding)
                .store(store)
                .listener(this)
                .onFailure(failures::add)
                .build();
        client.start();
    }

    boolean isLive() {
        return client.state().phase() == ConnectionState.Phase.LIVE;
    }

    /** The seqs that the listener heard of in one conversation, in the order of hearing. */
    List<Long> seqs(ConversationId conversation) {
        return entries.stream()
                .filter(entry -> entry.startsWith(conversation + "#"))
                .map(entry -> Long.valueOf(entry.substring(entry.lastIndexOf('#') + 1)))
                .toList();
    }

    /** The texts of the messages that the client holds of one conversation. */
    List<String> texts(ConversationId conversation) {
        return client.messages().timeline(conversation).items().stream()
                .filter(EntryPage.Said.class::isInstance)
                .map(item -> ((EntryPage.Said) item).message())
                .map(message -> message.deleted()
                        ? "(deleted)"
                        : message.body().content().text())
                .toList();
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        entries.add(conversation + "#" + item.seq());
    }

    @Override
    public void marksChanged(ConversationId conversation, UserId who, Marks marks) {
        heard.add("marks " + who + " " + marks.delivered() + " " + marks.read());
    }

    @Override
    public void typing(ConversationId conversation, UserId who, boolean active) {
        heard.add((active ? "typing " : "silent ") + who);
    }

    @Override
    public void presence(Presence presence) {
        heard.add((presence.online() ? "online " : "offline ") + presence.user());
    }

    @Override
    public void close() {
        client.close();
    }
}
