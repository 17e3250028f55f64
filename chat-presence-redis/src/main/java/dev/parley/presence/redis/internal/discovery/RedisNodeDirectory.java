package dev.parley.presence.redis.internal.discovery;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.presence.redis.internal.Commands;
import dev.parley.presence.redis.internal.Redis;
import dev.parley.presence.redis.internal.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what each node says, and when each lease ends by the clock of Redis. Every lookup reads all of it; what this process
 * registered and is missing there, or could not be written, is put back. Thread-safe.
 */
public final class RedisNodeDirectory implements NodeDirectory {

    /**
     * Registers a node or takes it out: one script, so that calls take effect in the order sent also when a server has to be
     * told it first. Keys: ends, listings. Arguments: name, milliseconds, listing; an empty one takes the node out.
     */
    private static final Script WRITE = Script.of("""
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            if ARGV[3] == '' then
              redis.call('ZREM', KEYS[1], ARGV[1])
              redis.call('HDEL', KEYS[2], ARGV[1])
            else
              redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
              redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
            end
            local dead = redis.call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now), 'BYSCORE', 'LIMIT', '0', '100')
            for _, node in ipairs(dead) do
              redis.call('ZREM', KEYS[1], node)
              redis.call('HDEL', KEYS[2], node)
            end
            return {}
            """);

    /** Keys: ends, listings. Returns name and listing of each node whose lease lasts. */
    private static final Script LIST = Script.of("""
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            local answer = {}
            for _, node in ipairs(redis.call('ZRANGE', KEYS[1], '(' .. string.format('%.0f', now), '+inf', 'BYSCORE')) do
              answer[#answer + 1] = node
              answer[#answer + 1] = redis.call('HGET', KEYS[2], node) or ''
            end
            return answer
            """);

    /** What a node of this process shall say, and until when, in this JVM's nanoseconds. */
    private record Wanted(NodeListing listing, long end) {

        long leftNanos() {
            return end - System.nanoTime();
        }
    }

    /** What was read, and when. */
    private record Read(List<NodeListing> nodes, long at) {}

    private final Redis redis;
    private final List<String> keys;
    /** Held while something is sent, so that it is sent in the order in which it was wanted; never while waiting. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Set<String> unwritten = new HashSet<>();
    private boolean puttingBack;
    private volatile @Nullable Read newest;

    /** The nodes below a prefix. The keys have one hash tag, so that they are on one server of a Redis cluster. */
    public RedisNodeDirectory(Redis redis, String prefix) {
        this.redis = redis;
        keys = List.of(prefix + "{listed}:ends", prefix + "{listed}:listings");
    }

    @Override
    public CompletionStage<Void> register(NodeListing listing, Duration lease) {
        return locked(() -> {
            Wanted want = new Wanted(listing, System.nanoTime() + lease.toNanos());
            wanted.put(listing.node(), want);
            return write(want);
        });
    }

    @Override
    public CompletionStage<Void> unregister(String node) {
        return locked(() -> {
            wanted.remove(node);
            unwritten.remove(node);
            return send(node, 0, "");
        });
    }

    @Override
    public CompletionStage<KnownNodes> nodes() {
        return read().handle((found, failure) -> {
            Read known = newest;
            if (failure == null) {
                return new KnownNodes(found, Duration.ZERO);
            }
            if (known == null) {
                throw failure instanceof CompletionException e ? e : new CompletionException(failure);
            }
            return new KnownNodes(known.nodes(), Duration.ofNanos(System.nanoTime() - known.at()));
        });
    }

    private CompletionStage<List<NodeListing>> read() {
        long asked = System.nanoTime();
        return redis.commands().run(LIST, new Commands.Given(keys, List.of())).thenApply(answer -> {
            Set<String> there = new HashSet<>();
            List<NodeListing> found = new ArrayList<>();
            for (int i = 0; i + 1 < answer.size(); i += 2) {
                there.add(answer.get(i));
                NodeListing listing = ListingText.read(answer.get(i), answer.get(i + 1));
                if (listing != null) {
                    found.add(listing);
                }
            }
            newest = new Read(found, asked);
            putBack(there);
            return found;
        });
    }

    /** Writes what is missing in Redis, or was not written when it was wanted. */
    private void putBack(Set<String> there) {
        locked(() -> {
            wanted.values().removeIf(want -> want.leftNanos() <= 0);
            unwritten.retainAll(wanted.keySet());
            wanted.values().stream()
                    .filter(want -> unwritten.contains(want.listing().node())
                            || !there.contains(want.listing().node()))
                    .toList()
                    .forEach(this::write);
            return true;
        });
    }

    /** Under the lock. What fails is tried again until it is written, its lease ends or it is not wanted any more. */
    private CompletionStage<Void> write(Wanted want) {
        String node = want.listing().node();
        CompletionStage<Void> written =
                send(node, TimeUnit.NANOSECONDS.toMillis(want.leftNanos()), ListingText.of(want.listing()));
        written.whenComplete((done, failure) -> locked(() -> {
            if (want.equals(wanted.get(node))) {
                if (failure == null) {
                    unwritten.remove(node);
                } else {
                    unwritten.add(node);
                    putBackLater(0);
                }
            }
            return true;
        }));
        return written;
    }

    /** Under the lock. */
    private void putBackLater(int failed) {
        if (puttingBack) {
            return;
        }
        puttingBack = true;
        redis.later(
                Redis.pause(failed),
                () -> read().whenComplete((found, failure) -> locked(() -> {
                    puttingBack = false;
                    if (failure != null && !unwritten.isEmpty()) {
                        wanted.values().removeIf(want -> want.leftNanos() <= 0);
                        unwritten.retainAll(wanted.keySet());
                        putBackLater(failed + 1);
                    }
                    return true;
                })));
    }

    private CompletionStage<Void> send(String node, long millis, String listing) {
        return redis.commands()
                .run(WRITE, Commands.Given.text(keys, List.of(node, Long.toString(Math.max(0, millis)), listing)))
                .thenAccept(done -> {});
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
