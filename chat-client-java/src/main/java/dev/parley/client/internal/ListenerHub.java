package dev.parley.client.internal;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.Presence;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes on to every listener; what one throws goes to the failure listener. Thread-safe. */
final class ListenerHub implements ClientListener {

    private final List<ClientListener> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<Throwable> failures;

    ListenerHub(Consumer<Throwable> failures) {
        this.failures = failures;
    }

    void add(ClientListener listener) {
        listeners.add(listener);
    }

    void remove(ClientListener listener) {
        listeners.remove(listener);
    }

    private void each(Consumer<ClientListener> call) {
        for (ClientListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error e) {
                failures.accept(e);
            }
        }
    }

    @Override
    public void connectionChanged(ConnectionState state) {
        each(listener -> listener.connectionChanged(state));
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        each(listener -> listener.entry(conversation, item, live));
    }

    @Override
    public void messageChanged(ConversationId conversation, Message message) {
        each(listener -> listener.messageChanged(conversation, message));
    }

    @Override
    public void timelineReset(ConversationId conversation) {
        each(listener -> listener.timelineReset(conversation));
    }

    @Override
    public void conversationChanged(ConversationSummary conversation) {
        each(listener -> listener.conversationChanged(conversation));
    }

    @Override
    public void marksChanged(ConversationId conversation, UserId user, Marks marks) {
        each(listener -> listener.marksChanged(conversation, user, marks));
    }

    @Override
    public void typing(ConversationId conversation, UserId user, boolean active) {
        each(listener -> listener.typing(conversation, user, active));
    }

    @Override
    public void presence(Presence presence) {
        each(listener -> listener.presence(presence));
    }

    @Override
    public void synced() {
        each(ClientListener::synced);
    }

    @Override
    public void sent(Sending sending, Outcome outcome) {
        each(listener -> listener.sent(sending, outcome));
    }
}
