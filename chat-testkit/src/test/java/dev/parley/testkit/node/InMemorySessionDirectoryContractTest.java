package dev.parley.testkit.node;

import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.testkit.runtime.FakeClock;
import java.time.Duration;

class InMemorySessionDirectoryContractTest implements SessionDirectoryContract {

    private final FakeClock clock = new FakeClock();
    private final SessionDirectory directory = new InMemorySessionDirectory(clock);

    @Override
    public SessionDirectory directory() {
        return directory;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }
}
