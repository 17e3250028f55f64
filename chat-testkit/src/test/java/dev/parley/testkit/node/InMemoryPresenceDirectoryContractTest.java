package dev.parley.testkit.node;

import dev.parley.core.memory.InMemoryPresenceDirectory;
import dev.parley.core.spi.node.PresenceDirectory;
import dev.parley.testkit.runtime.FakeClock;
import java.time.Duration;

class InMemoryPresenceDirectoryContractTest implements PresenceDirectoryContract {

    private final FakeClock clock = new FakeClock();
    private final PresenceDirectory directory = new InMemoryPresenceDirectory(clock);

    @Override
    public PresenceDirectory directory() {
        return directory;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }
}
