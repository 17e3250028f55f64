package dev.parley.presence.redis;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Redis as two processes have it, turn and turn about, so that what one keeps in memory must not matter to the other. */
final class Views implements AutoCloseable {

    private final List<RedisNodes> all;
    private final AtomicInteger turn = new AtomicInteger();

    Views(Supplier<RedisNodes> open) {
        all = List.of(open.get(), open.get());
        all.forEach(nodes -> Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !nodes.sessions()
                        .nodes()
                        .handle((found, failure) -> failure != null)
                        .toCompletableFuture()
                        .join()));
    }

    private RedisNodes next() {
        return all.get(turn.getAndIncrement() % all.size());
    }

    NodeBus bus() {
        return next().bus();
    }

    SessionDirectory sessions() {
        return next().sessions();
    }

    static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
    }

    @Override
    public void close() {
        all.forEach(RedisNodes::close);
    }
}
