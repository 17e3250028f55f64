package dev.parley.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.log.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Stores as two nodes with a cache before the logs have them, in an order that is drawn, read as they are and as an engine reads:
 * so most of what is asked for, the other node put into the cache. Thread-safe.
 */
final class CacheViews implements AutoCloseable {

    private final Stores shared = InMemoryStores.create();
    private final List<RedisLogCache> nodes;
    private final List<Stores> views = new ArrayList<>();
    private final Random order = new Random(1);

    CacheViews(Supplier<RedisLogCache> open) {
        nodes = List.of(open.get(), open.get());
        for (RedisLogCache node : nodes) {
            LogStore logs = node.before(shared.logs());
            views.add(shared.with(UpToTheHead.of(logs)));
            views.add(shared.with(logs));
            Caches.awaitHit(node, shared.logs());
        }
    }

    Stores next() {
        return views.get(order.nextInt(views.size()));
    }

    /** Closes both, after which it is known that they were of use: what is not asked for proves nothing. */
    @Override
    public void close() {
        nodes.forEach(RedisLogCache::close);
        assertThat(nodes).allSatisfy(node -> {
            assertThat(node.counts().hits()).isGreaterThan(20);
            assertThat(node.counts().unreadable()).isZero();
        });
    }
}
