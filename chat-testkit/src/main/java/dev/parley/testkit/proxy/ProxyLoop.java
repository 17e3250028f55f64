package dev.parley.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a proxy. What is not a call from outside is confined to it. */
final class ProxyLoop {

    static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);

    private final Selector selector;
    private final ServerSocketChannel acceptor;
    private final Thread thread;
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(16 * 1024);
    private final Map<Relay, ProxiedConnection> relays = new LinkedHashMap<>();
    private final Set<Relay> timed = new HashSet<>();
    private final Map<Direction, Fault> faults = new EnumMap<>(Direction.class);
    private SocketAddress target;
    private boolean refusing;
    private boolean closed;
    private volatile boolean ended;
    private long accepted;
    /** How many connections were open when the closed ones were last forgotten. */
    private int lately = 16;

    ProxyLoop(InetSocketAddress target) throws IOException {
        this.target = target;
        for (Direction direction : Direction.values()) {
            faults.put(direction, new Fault.None());
        }
        selector = Selector.open();
        acceptor = ServerSocketChannel.open();
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        acceptor.configureBlocking(false);
        acceptor.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::run, "fault-proxy-" + address().getPort());
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) acceptor.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy is closed", e);
        }
    }

    // ---- calls from any thread

    void call(Runnable change) {
        ask(() -> {
            change.run();
            return true;
        });
    }

    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        calls.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        if (ended) {
            runCalls(); // after the end there is no other thread to be confined to
        }
        return answer.join();
    }

    void close() throws InterruptedException {
        call(() -> closed = true);
        thread.join();
    }

    // ---- on the thread

    void target(SocketAddress next) {
        target = next;
    }

    void refuse(boolean refuse) {
        refusing = refuse;
    }

    void fault(Direction direction, Fault fault) {
        faults.put(direction, fault);
        relays.keySet().forEach(relay -> relay.fault(direction, fault));
    }

    void closeAll(boolean reset) {
        relays.keySet().forEach(relay -> relay.close(reset));
    }

    List<ProxiedConnection> connections() {
        relays.keySet().removeIf(relay -> !relay.isOpen());
        return new ArrayList<>(relays.values());
    }

    long accepted() {
        return accepted;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready, timeoutMillis());
                runCalls();
                List.copyOf(timed).forEach(Relay::flush);
                if (relays.size() > 2 * lately) {
                    lately = Math.max(16, connections().size()); // forgets the closed ones, now and then
                }
            }
            closeAll(true);
            acceptor.close();
            selector.close();
        } catch (IOException | RuntimeException e) {
            LOG.error("the fault proxy ends", e);
        }
        ended = true;
        runCalls();
    }

    private void runCalls() {
        Runnable call = calls.poll();
        while (call != null) {
            call.run();
            call = calls.poll();
        }
    }

    private long timeoutMillis() {
        long deadline = Long.MAX_VALUE;
        for (Relay relay : timed) {
            deadline = Math.min(deadline, relay.deadline());
        }
        if (deadline == Long.MAX_VALUE) {
            return 0; // until something happens
        }
        return Math.max(1, (deadline - System.nanoTime() + 999_999) / 1_000_000);
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Relay relay) {
            relay.ready(key, scratch);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel client = acceptor.accept();
            if (client == null) {
                return;
            }
            accepted++;
            if (refusing) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
                return;
            }
            open(client);
        } catch (IOException e) {
            LOG.warn("the fault proxy cannot take a connection", e);
        }
    }

    private void open(SocketChannel client) throws IOException {
        try {
            Relay relay =
                    new Relay(client, target, selector, timed, fault(Direction.TO_SERVER), fault(Direction.TO_CLIENT));
            relays.put(relay, new ProxiedConnection(this, relay, client.getRemoteAddress()));
        } catch (IOException e) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
            LOG.debug("the target refuses", e);
        }
    }

    private Fault fault(Direction direction) {
        return faults.getOrDefault(direction, new Fault.None());
    }
}
