package dev.parley.core.internal.discovery;

import dev.parley.core.Actor;
import dev.parley.core.NodeOptions;
import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.service.Nodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node in the directory, and the others as it last saw them. What clients ask is answered from memory: however many
 * ask, the directory is read once for each beat. Thread-safe.
 */
public final class NodeService implements Nodes {

    /** Nodes started together do not stay in step: a beat comes up to this part of the refresh earlier. */
    private static final double JITTER = 0.2;

    private static final String DIRECTORY = "node directory";
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(1);
    private static final int GOODBYE_PART = 10;

    private final ChatRuntime runtime;
    private final NodeDirectory directory;
    private final NodeOptions options;
    private final String name;
    private final IntSupplier connections;
    private final FailureListener failures;
    private final AtomicBoolean reached = new AtomicBoolean(true);
    private volatile @Nullable NodeAddress own;
    private volatile @Nullable List<NodeListing> known;
    private volatile boolean draining;
    private volatile boolean closed;

    /**
     * A node that nobody knows yet.
     *
     * @param runtime clock, scheduler and chance
     * @param directory where nodes find each other
     * @param options how this one shows itself
     * @param name this node's name
     * @param connections how many sessions it has
     * @param failures hears when the directory is gone
     */
    public NodeService(
            ChatRuntime runtime,
            NodeDirectory directory,
            NodeOptions options,
            String name,
            IntSupplier connections,
            FailureListener failures) {
        this.runtime = runtime;
        this.directory = directory;
        this.options = options;
        this.name = name;
        this.connections = connections;
        this.failures = failures;
    }

    /** Looks who is there, and again with every beat. */
    public void begin() {
        look();
        beatLater();
    }

    @Override
    public CompletionStage<Void> announce(URI connect, URI api) {
        own = new NodeAddress(name, connect, api, region());
        return register();
    }

    @Override
    public CompletionStage<List<NodeAddress>> nearby(Actor actor, Command.ListNodes command) {
        int limit = limit(command, options.named());
        CompletionStage<Void> looked = known == null ? look() : Stages.nothing();
        return Stages.map(looked, done -> choice().draw(limit, runtime.random()));
    }

    /** How many are asked for. */
    static int limit(Command.ListNodes command, int otherwise) {
        Integer limit = command.limit();
        if (limit != null && limit < 1) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "limit: " + limit + " (expected: 1 or more)");
        }
        return limit == null ? otherwise : Math.min(limit, NodeOptions.MOST_NAMED);
    }

    /** From now on clients are sent elsewhere. */
    public void drain() {
        draining = true;
        if (own != null) {
            register();
        }
    }

    /**
     * Where clients of this node may go when it drains.
     *
     * @return draws some nodes, others each time
     */
    public Elsewhere elsewhere() {
        NodeChoice choice = choice();
        return () -> choice.draw(options.named(), runtime.random());
    }

    /** Of a deadline for draining, how much is kept for {@link #close}. */
    public static Duration goodbye(Duration deadline) {
        Duration part = deadline.dividedBy(GOODBYE_PART);
        return part.compareTo(LONGEST_GOODBYE) < 0 ? part : LONGEST_GOODBYE;
    }

    /**
     * Leaves the directory.
     *
     * @param patience how long that may take; the lease sees to it otherwise
     * @return completes when it is done or the time is over; never fails
     */
    public CompletionStage<Void> close(Duration patience) {
        closed = true;
        if (own == null) {
            return Stages.nothing();
        }
        CompletableFuture<Void> left = new CompletableFuture<>();
        runtime.scheduler().schedule(patience, () -> left.complete(null));
        reporting(unregister()).whenComplete((done, failure) -> left.complete(null));
        return left;
    }

    private void beatLater() {
        long millis = options.refresh().toMillis();
        long early = (long) (millis * JITTER * runtime.random().nextDouble());
        runtime.scheduler().schedule(Duration.ofMillis(millis - early), this::beat);
    }

    private void beat() {
        if (closed) {
            return;
        }
        if (own != null) {
            register();
        }
        look();
        beatLater();
    }

    private CompletionStage<Void> register() {
        NodeListing listing = self();
        if (listing == null || closed) {
            return Stages.nothing();
        }
        return reporting(Stages.of(() -> directory.register(listing, options.lease())))
                .thenCompose(done -> closed ? unregister() : Stages.nothing()); // it may have come after the goodbye
    }

    private CompletionStage<Void> unregister() {
        return Stages.of(() -> directory.unregister(name));
    }

    /** Reads the directory; what is known stays when it does not answer. */
    private CompletionStage<Void> look() {
        CompletionStage<Void> read = Stages.of(directory::nodes).thenAccept(found -> known = found.nodes());
        return Stages.recover(reporting(read), failure -> Stages.nothing());
    }

    private NodeChoice choice() {
        List<NodeListing> there = new ArrayList<>();
        NodeListing self = self();
        List<NodeListing> others = known;
        if (others != null) {
            there.addAll(others);
        }
        if (self != null) {
            // What this node knows of itself is newer; a list of addresses may know it under another name.
            there.removeIf(node -> node.node().equals(name)
                    || node.address().connect().equals(self.address().connect()));
            there.add(self);
        }
        return new NodeChoice(there, region());
    }

    private @Nullable String region() {
        return options.region().isEmpty() ? null : options.region();
    }

    private @Nullable NodeListing self() {
        NodeAddress address = own;
        return address == null
                ? null
                : new NodeListing(address, options.capacity(), connections.getAsInt(), draining, VERSION);
    }

    /** Of an outage, only its beginning is told: every beat would repeat it. */
    private <T> CompletionStage<T> reporting(CompletionStage<T> stage) {
        return stage.whenComplete((done, failure) -> {
            if (failure == null) {
                reached.set(true);
            } else if (reached.getAndSet(false)) {
                failures.onFailure(DIRECTORY, Stages.unwrap(failure));
            }
        });
    }

    private static final String VERSION = version();

    private static String version() {
        String version = NodeService.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
