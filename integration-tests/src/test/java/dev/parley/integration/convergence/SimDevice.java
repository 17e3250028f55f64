package dev.parley.integration.convergence;

import dev.parley.client.ClientOptions;
import dev.parley.client.ConnectionState;
import dev.parley.client.ParleyClient;
import dev.parley.client.Sending;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.integration.sim.SimAccess;
import dev.parley.integration.sim.SimNet;
import dev.parley.model.DeviceId;
import dev.parley.protocol.FrameCodec;
import dev.parley.testkit.history.Client;
import java.time.Duration;
import java.util.function.Supplier;

/** One device of a user: its client, its store, its network. Confined to the test's thread. */
final class SimDevice {

    final String user;
    final DeviceId id;
    /** What the history calls it. */
    final Client self;

    final SimAccess access;

    private final SimNet net;
    private final Ledger ledger;
    private final FrameCodec codec;
    private final ClientOptions options;
    private final InMemoryClientStore store = new InMemoryClientStore();
    private ParleyClient client;

    SimDevice(SimNet net, Ledger ledger, String user, int number, FrameCodec codec, ClientOptions options) {
        this.net = net;
        this.ledger = ledger;
        this.user = user;
        this.id = new DeviceId(user + "-" + number);
        this.codec = codec;
        this.options = options;
        self = new Client(user, id.value());
        access = net.access(id.value());
        ledger.begins(self);
        start();
    }

    /** What notes all that it does. */
    Ledger ledger() {
        return ledger;
    }

    /** Writes, and has it noted. */
    void write(Supplier<Sending> write) {
        ledger.write(self, write);
    }

    ParleyClient client() {
        return client;
    }

    /** The process ends and starts again, with what its store kept. */
    void restart() {
        client.close();
        access.cut();
        net.pass(Duration.ZERO);
        start();
    }

    void close() {
        client.close();
        access.cut();
    }

    /** Whether every sync brings all conversations. */
    boolean syncsAll() {
        return options.syncConversations() == Simulation.ALL;
    }

    boolean quiet() {
        return client.state().phase() == ConnectionState.Phase.LIVE
                && client.messages().unsent().isEmpty();
    }

    private void start() {
        client = net.client(user, id, codec, access, store, options, ledger.listener(self));
        client.start();
    }

    @Override
    public String toString() {
        return id + " " + client.state() + " unsent " + client.messages().unsent();
    }
}
