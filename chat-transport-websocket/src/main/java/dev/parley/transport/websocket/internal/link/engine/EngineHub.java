package dev.parley.transport.websocket.internal.link.engine;

import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.link.LinkHandler;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.options.LinkOptions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the links of an engine node share. Thread-safe. */
public final class EngineHub {

    private final Backend backend;
    private final LinkOptions options;
    private final Proof proof;
    private final Set<EngineLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger clients = new AtomicInteger();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean leaving;

    /**
     * No link yet.
     *
     * @param backend the engine
     * @param options the limits
     * @param proof of the secret
     */
    public EngineHub(Backend backend, LinkOptions options, Proof proof) {
        this.backend = backend;
        this.options = options;
        this.proof = proof;
    }

    /**
     * Makes the end of one link.
     *
     * @return a new handler
     */
    public LinkHandler newLink() {
        return new EngineLink(this);
    }

    /**
     * How many clients there are.
     *
     * @return streams of all links
     */
    public int clients() {
        return clients.get();
    }

    /**
     * Takes no more clients, and asks those that are there to go.
     *
     * @return completes when none is left; never fails
     */
    public CompletionStage<Void> leave() {
        leaving = true;
        drains();
        links.forEach(EngineLink::closeStreams);
        noneLeft();
        return left.copy();
    }

    /** Lets the connection nodes know that there is no more room here. Does nothing the second time. */
    void drains() {
        if (!draining) {
            draining = true;
            links.forEach(EngineLink::tellDraining);
        }
    }

    boolean draining() {
        return draining;
    }

    Backend backend() {
        return backend;
    }

    LinkOptions options() {
        return options;
    }

    Proof proof() {
        return proof;
    }

    void linked(EngineLink link) {
        links.add(link);
    }

    void unlinked(EngineLink link) {
        links.remove(link);
    }

    void came() {
        clients.incrementAndGet();
    }

    void gone() {
        clients.decrementAndGet();
        noneLeft();
    }

    private void noneLeft() {
        if (leaving && clients.get() == 0) {
            left.complete(null);
        }
    }
}
