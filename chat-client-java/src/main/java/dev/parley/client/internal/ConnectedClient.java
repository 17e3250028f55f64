package dev.parley.client.internal;

import dev.parley.client.Account;
import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.Conversations;
import dev.parley.client.Members;
import dev.parley.client.Messages;
import dev.parley.client.ParleyClient;
import dev.parley.model.UserId;
import java.util.Optional;

/** The client as its application sees it: every call hops onto the client's thread. Thread-safe. */
public final class ConnectedClient implements ParleyClient {

    private final ClientCore core;
    private final Runnable release;
    private final Messages messages;
    private final Conversations conversations;
    private final Members members;
    private final Account account;

    /**
     * A client that has not started.
     *
     * @param environment its thread, clock and chance
     * @param setup what it is made of
     * @param release frees the thread and what else was made for it, once the client itself is closed
     */
    public ConnectedClient(Environment environment, ClientSetup setup, Runnable release) {
        this.core = new ClientCore(environment, setup);
        this.release = release;
        messages = new ClientMessages(core);
        conversations = new ClientConversations(core);
        members = new ClientMembers(core);
        account = new ClientAccount(core);
    }

    @Override
    public void start() {
        core.run(ClientCore::start);
    }

    @Override
    public void close() {
        core.run(ClientCore::close);
        release.run();
    }

    @Override
    public ConnectionState state() {
        return core.state();
    }

    @Override
    public Optional<UserId> user() {
        return Optional.ofNullable(core.user());
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public Members members() {
        return members;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public void addListener(ClientListener listener) {
        core.listeners().add(listener);
    }

    @Override
    public void removeListener(ClientListener listener) {
        core.listeners().remove(listener);
    }
}
