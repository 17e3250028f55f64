package dev.parley.testkit.node;

import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.spi.node.NodeBus;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InMemoryNodeBusContractTest implements NodeBusContract {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bus");
        thread.setUncaughtExceptionHandler((where, fault) -> {}); // where faults of listeners end up
        return thread;
    });
    private final InMemoryNodeBus bus = new InMemoryNodeBus(threads);

    @Override
    public NodeBus bus() {
        return bus;
    }

    @AfterAll
    void close() {
        threads.shutdown();
    }
}
