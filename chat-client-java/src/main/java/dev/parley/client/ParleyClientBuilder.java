package dev.parley.client;

import dev.parley.client.internal.ClientSetup;
import dev.parley.client.internal.ConnectedClient;
import dev.parley.client.internal.Environment;
import dev.parley.client.internal.loop.ThreadLoop;
import dev.parley.client.internal.session.FoundRoute;
import dev.parley.client.internal.session.Route;
import dev.parley.client.internal.session.SessionOptions;
import dev.parley.client.store.ClientStore;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.client.store.StoredState;
import dev.parley.client.transport.ClientTransport;
import dev.parley.client.transport.JdkWebSocketTransport;
import dev.parley.client.transport.NodeFinder;
import dev.parley.model.DeviceId;
import dev.parley.protocol.FrameCodec;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link ParleyClient}. Confined to one thread. */
public final class ParleyClientBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(ParleyClient.class);

    private final List<ClientListener> listeners = new ArrayList<>();
    private @Nullable URI uri;
    private List<URI> servers = List.of();
    private @Nullable NodeFinder finder;
    private @Nullable Supplier<CompletionStage<String>> token;
    private @Nullable DeviceId device;
    private FrameCodec encoding = FrameCodec.CBOR;
    private ClientStore store = new InMemoryClientStore();
    private ClientOptions options = ClientOptions.DEFAULT;
    private @Nullable ClientTransport transport;
    private Consumer<Throwable> failures = failure -> LOG.error("a listener or task of the client failed", failure);

    ParleyClientBuilder() {}

    /**
     * Where the server is. Needed, or {@link #servers}.
     *
     * @param address for example {@code wss://chat.example.com/v1/connect}; never with a token in it
     * @return this
     */
    public ParleyClientBuilder uri(URI address) {
        uri = address;
        return this;
    }

    /**
     * Servers that know the nodes of a cluster, instead of {@link #uri}. They are asked for the best nodes; the client connects to
     * the first, keeps the others for when that fails or goes away, and asks again when all have failed. A server that
     * names none is connected to itself.
     *
     * @param bases what stands before {@code /v1/}, one or more: {@code https://chat.example.com}
     * @return this
     */
    public ParleyClientBuilder servers(URI... bases) {
        servers = List.of(bases);
        return this;
    }

    /**
     * How servers are asked for nodes.
     *
     * @param chosen default: the transport, when it can (the JDK's can)
     * @return this
     */
    public ParleyClientBuilder nodeFinder(NodeFinder chosen) {
        finder = chosen;
        return this;
    }

    /**
     * How to get a token. Needed. Asked for before the first connection, and again when the server no longer takes the
     * last one; on the client's thread, so it must not block.
     *
     * @param source fetches a token; a failure is tried again with backoff
     * @return this
     */
    public ParleyClientBuilder token(Supplier<CompletionStage<String>> source) {
        token = source;
        return this;
    }

    /**
     * The device. Without it the one that the store knows, or a new one, which the store then keeps.
     *
     * @param id the device's id, the same for every life of this store
     * @return this
     */
    public ParleyClientBuilder device(DeviceId id) {
        device = id;
        return this;
    }

    /**
     * The encoding.
     *
     * @param codec default {@link FrameCodec#CBOR}, which is the smaller one
     * @return this
     */
    public ParleyClientBuilder encoding(FrameCodec codec) {
        encoding = codec;
        return this;
    }

    /**
     * Where the outbox and the copy are kept. The client opens and closes it.
     *
     * @param kept default in memory: unsent messages then end with the process
     * @return this
     */
    public ParleyClientBuilder store(ClientStore kept) {
        store = kept;
        return this;
    }

    /**
     * What else to do otherwise.
     *
     * @param chosen default {@link ClientOptions#DEFAULT}
     * @return this
     */
    public ParleyClientBuilder options(ClientOptions chosen) {
        options = chosen;
        return this;
    }

    /**
     * How to connect.
     *
     * @param chosen default the JDK's WebSocket; one given here is not closed by the client
     * @return this
     */
    public ParleyClientBuilder transport(ClientTransport chosen) {
        transport = chosen;
        return this;
    }

    /**
     * Adds a listener, which hears of everything from the start.
     *
     * @param listener the listener
     * @return this
     */
    public ParleyClientBuilder listener(ClientListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Who hears of what listeners throw and of faults of the client, on the client's thread.
     *
     * @param listener default: they are logged as errors
     * @return this
     */
    public ParleyClientBuilder onFailure(Consumer<Throwable> listener) {
        failures = listener;
        return this;
    }

    /**
     * Makes the client, which opens its store. {@link ParleyClient#start} then connects.
     *
     * @return the client
     * @throws IllegalStateException when the address or the token source is missing, or the store belongs to another
     *     device
     */
    public ParleyClient build() {
        if (servers.isEmpty()) {
            needed("uri", uri);
        }
        Supplier<CompletionStage<String>> source = needed("token", token);
        StoredState stored = store.open();
        ClientTransport own = null;
        try {
            DeviceId id = deviceOf(stored);
            own = transport == null ? JdkWebSocketTransport.create() : null;
            ThreadLoop loop = new ThreadLoop("parley-client", failures);
            ClientTransport connects = own == null ? needed("transport", transport) : own;
            SecureRandom random = new SecureRandom();
            Environment environment =
                    new Environment(loop, random, () -> UUID.randomUUID().toString(), failures);
            SessionOptions session =
                    new SessionOptions(route(loop, random, connects), encoding, source, id, options.deviceName());
            ClientTransport owned = own;
            return new ConnectedClient(
                    environment,
                    new ClientSetup(session, options, connects, store, stored, List.copyOf(listeners)),
                    () -> {
                        loop.close();
                        if (owned != null) {
                            owned.close();
                        }
                    });
        } catch (RuntimeException e) {
            store.close();
            if (own != null) {
                own.close();
            }
            throw e;
        }
    }

    private Route route(ThreadLoop loop, SecureRandom random, ClientTransport connects) {
        if (servers.isEmpty()) {
            return Route.fixed(needed("uri", uri));
        }
        NodeFinder asks = finder == null && connects instanceof NodeFinder able ? able : finder;
        return new FoundRoute(loop, random, needed("nodeFinder", asks), servers);
    }

    private DeviceId deviceOf(StoredState stored) {
        DeviceId known = stored.device();
        if (known != null && device != null && !device.equals(known)) {
            throw new IllegalStateException("store: belongs to device " + known + " (expected: " + device + ")");
        }
        if (known != null) {
            return known;
        }
        DeviceId chosen = device != null ? device : new DeviceId("j-" + UUID.randomUUID());
        store.bind(null, chosen);
        return chosen;
    }

    private static <T> T needed(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(what + ": not given");
        }
        return value;
    }
}
