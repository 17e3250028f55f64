package dev.parley.integration.faults.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a server's event loops from outside: pings on WebSocket level, which the loops themselves answer, every 20 ms on
 * connections enough to meet each loop. The longest wait says for how long a loop did nothing else, the noise of the
 * machine included. Thread-safe.
 */
public final class PingProbe implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> pinging;
    private final List<Pinged> pinged = new ArrayList<>();

    /** Connects and begins. */
    public PingProbe(URI server) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            Pinged listener = new Pinged();
            pinged.add(listener);
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols("parley.v1.json")
                    .buildAsync(server, listener)
                    .get(30, TimeUnit.SECONDS);
            socket.sendText("{\"id\":1,\"hello\":{\"token\":\"probe" + i + "\",\"device\":\"d\"}}", true)
                    .get(30, TimeUnit.SECONDS);
            listener.socket = socket;
        }
        pinging = pace.scheduleAtFixedRate(() -> pinged.forEach(Pinged::ping), 0, 20, TimeUnit.MILLISECONDS);
    }

    /** The longest wait since it was last asked, that of a ping still under way included. */
    public Duration worst() {
        assertThat(pinging.isDone()).as("the pings went on").isFalse();
        long now = System.nanoTime();
        return Duration.ofNanos(
                pinged.stream().mapToLong(each -> each.takeWorst(now)).max().orElseThrow());
    }

    @Override
    public void close() {
        pace.shutdownNow();
        pinged.forEach(each -> {
            WebSocket socket = each.socket;
            if (socket != null) {
                socket.abort();
            }
        });
    }

    /** One connection with one ping under way at a time. */
    private static final class Pinged implements WebSocket.Listener {

        private volatile @Nullable WebSocket socket;
        private long sent;
        private long worst;

        synchronized void ping() {
            WebSocket open = socket;
            if (sent == 0 && open != null) {
                sent = System.nanoTime();
                CompletableFuture<?> unused = open.sendPing(ByteBuffer.allocate(0));
            }
        }

        synchronized long takeWorst(long now) {
            long taken = Math.max(worst, sent == 0 ? 0 : now - sent);
            worst = 0;
            return taken;
        }

        /** Whatever the server says, its own pings among it, it hears that the client lives. */
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            from.request(1);
            return from.sendText("{\"pong\":{}}", true);
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            worst = Math.max(worst, System.nanoTime() - sent);
            sent = 0;
            from.request(1);
            return null;
        }
    }
}
