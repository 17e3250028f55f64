package dev.parley.testkit.discovery;

import dev.parley.core.discovery.InMemoryNodeDirectory;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.testkit.runtime.FakeClock;
import java.time.Duration;

class InMemoryNodeDirectoryContractTest implements NodeDirectoryContract {

    private final FakeClock clock = new FakeClock();
    private final NodeDirectory directory = new InMemoryNodeDirectory(clock);

    @Override
    public NodeDirectory directory() {
        return directory;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }
}
