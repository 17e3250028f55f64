package dev.parley.core;

import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.host.ChatListener;
import dev.parley.core.host.FailureListener;
import dev.parley.core.host.MessageInterceptor;
import dev.parley.core.internal.engine.Engine;
import dev.parley.core.internal.engine.EngineParts;
import dev.parley.core.internal.engine.LoggedFailures;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts an engine together. Confined to one thread. */
public final class ChatBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    private final Stores stores;
    private final ChatRuntime runtime;
    private final List<ChatListener> listeners = new ArrayList<>();
    private ChatOptions options = ChatOptions.DEFAULT;
    private MessageInterceptor interceptor = MessageInterceptor.none();
    private @Nullable FailureListener failures;
    private @Nullable Authenticator authenticator;
    private @Nullable AccessPolicy accessPolicy;
    private @Nullable NodeBus bus;
    private @Nullable SessionDirectory directory;
    private EngineParts.@Nullable Discovery discovery;

    ChatBuilder(Stores stores, ChatRuntime runtime) {
        this.stores = stores;
        this.runtime = runtime;
    }

    /**
     * Says how clients prove who they are. Required.
     *
     * @param given the host's authenticator
     * @return this
     */
    public ChatBuilder authenticator(Authenticator given) {
        authenticator = given;
        return this;
    }

    /**
     * Says who may do what beyond the engine's own rules. Required.
     *
     * @param given the host's policy, or {@link AccessPolicy#allowAll()}
     * @return this
     */
    public ChatBuilder accessPolicy(AccessPolicy given) {
        accessPolicy = given;
        return this;
    }

    /**
     * Sees every message before it is stored. By default nothing does.
     *
     * @param given the host's interceptor
     * @return this
     */
    public ChatBuilder interceptor(MessageInterceptor given) {
        interceptor = given;
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener hears what happens on this node
     * @return this
     */
    public ChatBuilder listener(ChatListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Hears of failures in the background, of each one. By default they are logged as warnings: of each kind the first with
     * its stack trace, and what follows as a line that counts, no more often than every 30 s.
     *
     * @param given the one failure listener
     * @return this
     */
    public ChatBuilder failures(FailureListener given) {
        failures = given;
        return this;
    }

    /**
     * Sets limits and times.
     *
     * @param given the options
     * @return this
     */
    public ChatBuilder options(ChatOptions given) {
        options = given;
        return this;
    }

    /**
     * Makes this engine one of several nodes on the same stores. Without it, it is the only one.
     *
     * @param given carries frames between the nodes
     * @param sessions which nodes live, and who is on which of them
     * @return this
     */
    public ChatBuilder cluster(NodeBus given, SessionDirectory sessions) {
        bus = given;
        directory = sessions;
        return this;
    }

    /**
     * Lets clients choose among the nodes of a cluster. The node shows itself there once {@link
     * dev.parley.core.service.Nodes#announce} says where clients reach it. Without it, clients are named no nodes.
     *
     * @param given where nodes find each other; who made it closes it, after the engine
     * @param shown how this node shows itself
     * @return this
     */
    public ChatBuilder discovery(NodeDirectory given, NodeOptions shown) {
        discovery = new EngineParts.Discovery(given, shown);
        return this;
    }

    /**
     * Starts the engine.
     *
     * @return the engine
     * @throws IllegalStateException when authenticator or access policy are missing
     */
    public Chat build() {
        if (authenticator == null) {
            throw new IllegalStateException("authenticator: missing");
        }
        if (accessPolicy == null) {
            throw new IllegalStateException("accessPolicy: missing (AccessPolicy.allowAll() allows everything)");
        }
        FailureListener heard = failures == null ? new LoggedFailures(runtime.clock(), LOG::warn) : failures;
        EngineParts.Hooks hooks = new EngineParts.Hooks(authenticator, accessPolicy, interceptor, listeners, heard);
        SessionDirectory sessions = directory == null ? new InMemorySessionDirectory(runtime.clock()) : directory;
        return new Engine(new EngineParts(stores, runtime, options, hooks, bus, sessions, discovery));
    }
}
