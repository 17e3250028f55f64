package dev.parley.client;

import dev.parley.model.UserId;
import java.util.Optional;

/**
 * A device of a user, connected to a Parley server as long as it is open and reconnecting by itself. It works offline:
 * reads are answered from its copy, writes wait in the outbox.
 *
 * <pre>{@code
 * ParleyClient client = ParleyClient.builder()
 *         .uri(URI.create("wss://chat.example.com/v1/connect"))
 *         .token(() -> myLogin.fetchToken())
 *         .store(FileClientStore.in(folder))
 *         .listener(myListener)
 *         .build();
 * client.start();
 * client.messages().send(conversation, MessageBody.text("hi"));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface ParleyClient extends AutoCloseable {

    /**
     * A builder with every default.
     *
     * @return the builder
     */
    static ParleyClientBuilder builder() {
        return new ParleyClientBuilder();
    }

    /** Starts to connect. Does nothing when started already. */
    void start();

    /**
     * Disconnects and frees its threads. The outbox and the copy stay in the store, which is closed too. Returns once
     * the last listener call has returned; from a listener it returns at once. Does nothing when closed already.
     */
    @Override
    void close();

    /**
     * How the connection stands.
     *
     * @return the state
     */
    ConnectionState state();

    /**
     * The user.
     *
     * @return who the credentials say the user is; empty before the first connection of this store
     */
    Optional<UserId> user();

    /**
     * Messages.
     *
     * @return writes and reads them
     */
    Messages messages();

    /**
     * Conversations.
     *
     * @return the inbox and what belongs to it
     */
    Conversations conversations();

    /**
     * Members.
     *
     * @return of groups and channels
     */
    Members members();

    /**
     * The user's own.
     *
     * @return devices, blocked users, presence
     */
    Account account();

    /**
     * Adds a listener, which hears of everything from now on.
     *
     * @param listener the listener
     */
    void addListener(ClientListener listener);

    /**
     * Removes a listener.
     *
     * @param listener the listener
     */
    void removeListener(ClientListener listener);
}
