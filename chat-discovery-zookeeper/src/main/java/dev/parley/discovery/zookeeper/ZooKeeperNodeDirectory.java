package dev.parley.discovery.zookeeper;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.x.discovery.ServiceCache;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes as services in ZooKeeper: each an ephemeral entry below {@code path/nodes}, seen by all through a watched copy in
 * memory. One worker, named {@code parley-zookeeper}, does what blocks, call by call.
 *
 * <p>A process that dies takes its registrations along when ZooKeeper ends its session ({@link ZooKeeperOptions#session}), be
 * their leases longer or shorter; one that lives and no longer renews takes them out at the end of the lease. While
 * ZooKeeper is away, lookups answer from the copy, and what was registered comes back with the connection. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // timers, which catch what they throw
public final class ZooKeeperNodeDirectory implements NodeDirectory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperNodeDirectory.class);
    private static final int WAITING = 1_000;
    private static final long AGAIN_MS = 1_000;
    private static final int RETRIES = 2;
    private static final int RETRY_MS = 200;

    /** Work that may block and fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private final CuratorFramework client;
    private final boolean owned;
    private final ZooKeeperOptions options;
    private final Registrations registrations;
    private final ScheduledThreadPoolExecutor worker;
    private final ConnectionStateListener listener = (from, state) -> changed(state);
    private volatile boolean connected;
    private volatile long since = System.nanoTime();
    private volatile @Nullable ServiceCache<NodeListing> cache;
    private @Nullable ServiceDiscovery<NodeListing> services;

    private ZooKeeperNodeDirectory(CuratorFramework client, boolean owned, ZooKeeperOptions options) {
        this.client = client;
        this.owned = owned;
        this.options = options;
        registrations = new Registrations(options.loadStep());
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parley-zookeeper");
            thread.setDaemon(true);
            return thread;
        });
        worker.setRemoveOnCancelPolicy(true);
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        client.getConnectionStateListenable().addListener(listener);
    }

    /**
     * Opens a directory with a client of its own. Does not wait for ZooKeeper: it is reached as soon as it can be.
     *
     * @param servers the ensemble: {@code zk1:2181,zk2:2181,zk3:2181}
     * @param options path and times
     * @return the directory
     */
    public static ZooKeeperNodeDirectory open(String servers, ZooKeeperOptions options) {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(servers)
                .sessionTimeoutMs(Math.toIntExact(options.session().toMillis()))
                .connectionTimeoutMs(Math.toIntExact(options.connect().toMillis()))
                .retryPolicy(new RetryNTimes(RETRIES, RETRY_MS))
                .build();
        ZooKeeperNodeDirectory directory = new ZooKeeperNodeDirectory(client, true, options);
        client.start();
        return directory;
    }

    /**
     * Opens a directory over the host's own client, which may have credentials and TLS. Its times are the client's.
     *
     * @param client a client that was started; stays the host's to close, after the directory
     * @param options path and the limit of calls
     * @return the directory
     */
    public static ZooKeeperNodeDirectory over(CuratorFramework client, ZooKeeperOptions options) {
        ZooKeeperNodeDirectory directory = new ZooKeeperNodeDirectory(client, false, options);
        if (client.getZookeeperClient().isConnected()) {
            directory.changed(ConnectionState.CONNECTED);
        }
        return directory;
    }

    @Override
    public CompletionStage<Void> register(NodeListing listing, Duration lease) {
        return call(() -> {
            registrations.want(listing, lease);
            worker.schedule(
                    () -> quietly(() -> registrations.expire(listing.node())), lease.toNanos(), TimeUnit.NANOSECONDS);
            reached();
            registrations.write(listing.node());
        });
    }

    @Override
    public CompletionStage<Void> unregister(String node) {
        return call(() -> {
            registrations.forget(node);
            reached();
        });
    }

    @Override
    public CompletionStage<KnownNodes> nodes() {
        ServiceCache<NodeListing> known = cache;
        if (known == null) {
            return CompletableFuture.failedStage(unreachable(null));
        }
        Duration age = connected ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
        return CompletableFuture.completedStage(new KnownNodes(
                known.getInstances().stream()
                        .map(ServiceInstance::getPayload)
                        .filter(Objects::nonNull)
                        .toList(),
                age));
    }

    /** Takes out what this process registered, and closes; waits for it as long as a call may take. */
    @Override
    public void close() {
        client.getConnectionStateListenable().removeListener(listener);
        try {
            worker.execute(() -> quietly(this::end));
            worker.shutdown();
            if (!worker.awaitTermination(options.call().toMillis(), TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("closed before", e);
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (owned) {
            client.close();
        }
    }

    private void changed(ConnectionState state) {
        boolean now = state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED;
        if (now != connected) {
            since = System.nanoTime();
            connected = now;
        }
        if (now) {
            try {
                worker.execute(this::begin);
            } catch (RejectedExecutionException e) {
                LOG.debug("connected while closing", e);
            }
        }
    }

    /** Starts what needs a connection to start, and tells ZooKeeper what it was not told. */
    private void begin() {
        try {
            if (services == null) {
                ServiceDiscovery<NodeListing> started = ServiceDiscoveryBuilder.builder(NodeListing.class)
                        .client(client)
                        .basePath(options.path())
                        .serializer(new ListingFormat())
                        .build();
                started.start();
                services = started;
                registrations.writeTo(started);
            }
            if (cache == null) {
                watch(services);
            }
            registrations.writeAll();
        } catch (Exception e) {
            LOG.debug("not yet", e);
            worker.schedule(this::begin, AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void watch(ServiceDiscovery<NodeListing> from) throws Exception {
        ServiceCache<NodeListing> started =
                from.serviceCacheBuilder().name(ListingFormat.SERVICE).build();
        CountDownLatch filled = started.startImmediate();
        if (!filled.await(options.call().toMillis(), TimeUnit.MILLISECONDS)) {
            started.close();
            throw new IOException("the nodes were not read in time");
        }
        cache = started;
    }

    private void end() throws IOException {
        ServiceCache<NodeListing> known = cache;
        if (known != null) {
            known.close();
        }
        if (services != null) {
            services.close();
        }
    }

    private void reached() {
        if (!connected || services == null) {
            throw unreachable(null);
        }
    }

    private CompletionStage<Void> call(Work work) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        if (worker.getQueue().size() > WAITING) {
            return CompletableFuture.failedStage(
                    new ChatException(ErrorCode.OVERLOADED, "too many calls wait for ZooKeeper"));
        }
        try {
            worker.execute(() -> {
                try {
                    work.run();
                    result.complete(null);
                } catch (ChatException e) {
                    result.completeExceptionally(e);
                } catch (Exception e) {
                    result.completeExceptionally(unreachable(e));
                }
            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(
                    new ChatException(ErrorCode.SHUTTING_DOWN, "the directory is closed", e));
        }
        result.orTimeout(options.call().toMillis(), TimeUnit.MILLISECONDS);
        return result.exceptionally(failure -> {
            throw failure instanceof ChatException ours ? ours : unreachable(failure);
        });
    }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            // Curator goes on deleting in the background, and the session's end is the last resort.
            LOG.debug("not taken out at once", e);
        }
    }

    private static ChatException unreachable(@Nullable Throwable cause) {
        String message = "ZooKeeper does not answer";
        return cause == null
                ? new ChatException(ErrorCode.STORE_UNAVAILABLE, message)
                : new ChatException(ErrorCode.STORE_UNAVAILABLE, message, cause);
    }
}
