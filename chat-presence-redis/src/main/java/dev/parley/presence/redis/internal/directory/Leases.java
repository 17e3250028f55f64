package dev.parley.presence.redis.internal.directory;

import dev.parley.core.spi.node.NodeId;
import dev.parley.presence.redis.internal.Commands;
import dev.parley.presence.redis.internal.Redis;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The leases of nodes. Each has a token, drawn when it is taken and never used again, so that what was entered under a lease
 * counts as long as that one lasts. A view of them is kept, with a version that every change but the passing of time replaces.
 * Thread-safe.
 */
final class Leases {

    /**
     * A lease, as it was when it was read.
     *
     * @param token the token
     * @param end until when it surely lasts, in this JVM's nanoseconds
     */
    private record Lease(String token, long end) {

        boolean lasts() {
            return end - System.nanoTime() > 0;
        }
    }

    /**
     * All leases at one moment.
     *
     * @param version what the version was
     * @param living the nodes with a lease
     */
    record View(String version, Map<NodeId, Lease> living) {

        static final View NONE = new View("", Map.of());

        /** Whether a node's lease of that token lasts; null when that has to be asked for. */
        @Nullable
        Boolean counts(NodeId node, String token) {
            Lease lease = living.get(node);
            if (lease == null || !lease.token().equals(token)) {
                return false;
            }
            return lease.lasts() ? true : null;
        }
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Commands commands;
    private final List<String> keys;
    private final Map<NodeId, Lease> own = new ConcurrentHashMap<>();
    private volatile View view = View.NONE;

    /** Nothing is known yet. The keys have one hash tag, so that they are on one server of a Redis cluster. */
    Leases(Redis redis, String prefix) {
        commands = redis.commands();
        String common = prefix + "{nodes}:";
        keys = List.of(common + "ends", common + "tokens", common + "version");
    }

    CompletionStage<Boolean> renew(NodeId node, Duration lease) {
        long asked = System.nanoTime();
        Commands.Given given =
                Commands.Given.text(keys, List.of(node.value(), Long.toString(lease.toMillis()), draw(), draw()));
        return commands.run(Scripts.RENEW, given).thenApply(answer -> {
            own.put(node, new Lease(answer.get(1), end(asked, lease.toMillis())));
            return answer.get(0).equals("1");
        });
    }

    CompletionStage<Void> retire(NodeId node) {
        own.remove(node);
        return commands.run(Scripts.RETIRE, Commands.Given.text(keys, List.of(node.value(), draw())))
                .thenAccept(done -> own.remove(node)); // should an older renewal have been answered meanwhile
    }

    /** The token of a node's lease; null when it has none. */
    CompletionStage<@Nullable String> token(NodeId node) {
        Lease held = own.get(node);
        if (held != null && held.lasts()) {
            return CompletableFuture.completedStage(held.token());
        }
        return read().thenApply(fresh -> {
            Lease lease = fresh.living().get(node);
            return lease == null ? null : lease.token();
        });
    }

    /** What was read last. */
    View view() {
        return view;
    }

    /** Reads all leases. */
    CompletionStage<View> read() {
        long asked = System.nanoTime();
        return commands.run(Scripts.LIVE, new Commands.Given(keys, List.of())).thenApply(answer -> {
            Map<NodeId, Lease> living = new LinkedHashMap<>();
            for (int i = 1; i + 2 < answer.size(); i += 3) {
                long left = Long.parseLong(answer.get(i + 2));
                living.put(new NodeId(answer.get(i)), new Lease(answer.get(i + 1), end(asked, left)));
            }
            View fresh = new View(answer.get(0), living);
            view = fresh;
            return fresh;
        });
    }

    /** Reads the version, beside other commands. */
    Command<String, byte[], byte[]> version() {
        return Commands.command(CommandType.GET, new ValueOutput<>(Commands.CODEC), keys.get(2));
    }

    /** Redis counts whole milliseconds, and began to count after it was asked. */
    private static long end(long asked, long millis) {
        return asked + TimeUnit.MILLISECONDS.toNanos(millis - 1);
    }

    private static String draw() {
        return Long.toHexString(RANDOM.nextLong());
    }
}
