package dev.parley.integration.faults.clients;

import dev.parley.model.ConversationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Clients that say they live, ask for history at first, so that the buffers of the system fill sooner, and read one byte a
 * second. Thread-safe.
 */
public final class SlowClients implements AutoCloseable {

    private static final int PAGES = 12;

    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final List<StuckClient> clients = new ArrayList<>();
    private final List<ConversationId> conversations = new ArrayList<>();
    private final BitSet closed = new BitSet();
    private @Nullable Future<?> reading;
    private final AtomicInteger rounds = new AtomicInteger();

    /** Connects a client for each user, who is a member of a conversation. */
    public SlowClients(InetSocketAddress server, Map<String, ConversationId> users) throws IOException {
        for (Map.Entry<String, ConversationId> user : users.entrySet()) {
            clients.add(new StuckClient(server, user.getKey()));
            conversations.add(user.getValue());
        }
    }

    /** Begins to ask and to read. */
    public void begin() {
        reading = pace.scheduleAtFixedRate(this::step, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Tells whether they have asked for all the history that they will, and only read now. */
    public boolean onlyRead() {
        return rounds.get() > PAGES;
    }

    private void step() {
        int round = rounds.incrementAndGet();
        for (int i = 0; i < clients.size(); i++) {
            if (!closed.get(i)) {
                step(i, round);
            }
        }
    }

    private void step(int i, int round) {
        try {
            if (round <= PAGES) {
                clients.get(i).readHistory(round, conversations.get(i));
            }
            if (round % 2 == 0) {
                clients.get(i).live();
            }
        } catch (IOException e) {
            closed.set(i); // the server has closed it, which is what is waited for
        }
    }

    @Override
    public void close() {
        if (reading != null && reading.isDone()) {
            throw new IllegalStateException("they stopped reading");
        }
        pace.shutdownNow();
        for (StuckClient client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
