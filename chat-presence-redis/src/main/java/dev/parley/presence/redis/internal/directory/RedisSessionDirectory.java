package dev.parley.presence.redis.internal.directory;

import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.presence.redis.internal.Commands;
import dev.parley.presence.redis.internal.Redis;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A hash for each user: the nodes they are on, each with the token of the lease under which it entered them, and when they
 * were active last. What counts of it is judged by whoever reads, by the leases that last. Thread-safe.
 */
public final class RedisSessionDirectory implements SessionDirectory {

    /** How many users go into one flush; the next ones wait for its answers. */
    private static final int AT_ONCE = 500;

    private final Commands commands;
    private final String users;
    private final String remembered;
    private final Leases leases;

    /** A view of what Redis has below a prefix. */
    public RedisSessionDirectory(Redis redis, RedisOptions options) {
        commands = redis.commands();
        users = options.prefix() + "user:";
        remembered = Long.toString(options.remembered().toMillis());
        leases = new Leases(redis, options.prefix());
    }

    @Override
    public CompletionStage<Boolean> renew(NodeId node, Duration lease) {
        return leases.renew(node, lease);
    }

    @Override
    public CompletionStage<Void> enter(NodeId node, Map<UserId, Instant> lastActive) {
        return leases.token(node).thenCompose(token -> token == null ? nothing() : put(node, token, lastActive));
    }

    @Override
    public CompletionStage<Void> leave(NodeId node, Map<UserId, Instant> lastActive) {
        return put(node, "", lastActive);
    }

    private CompletionStage<Void> put(NodeId node, String token, Map<UserId, Instant> lastActive) {
        String field = Fields.of(node);
        return inChunks(
                        List.copyOf(lastActive.entrySet()),
                        chunk -> all(commands.runAll(
                                Scripts.USER,
                                chunk.stream()
                                        .map(entry -> Commands.Given.text(
                                                List.of(key(entry.getKey())),
                                                List.of(
                                                        field,
                                                        token,
                                                        Long.toString(
                                                                entry.getValue().toEpochMilli()),
                                                        remembered)))
                                        .toList())))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Map<UserId, Whereabouts>> find(Collection<UserId> asked) {
        if (asked.isEmpty()) {
            return CompletableFuture.completedStage(Map.of());
        }
        return inChunks(List.copyOf(new LinkedHashSet<>(asked)), this::read).thenCompose(chunks -> {
            Map<UserId, Fields> found = new LinkedHashMap<>();
            chunks.forEach(chunk -> found.putAll(chunk.found()));
            // Read after the users, so that it shows every lease under which one of them was entered before.
            String version = chunks.get(chunks.size() - 1).version();
            Leases.View known = leases.view();
            boolean enough = known.version().equals(version)
                    && found.values().stream().noneMatch(fields -> fields.unsure(known));
            return (enough ? CompletableFuture.completedStage(known) : leases.read())
                    .thenApply(view -> judged(found, view));
        });
    }

    private Map<UserId, Whereabouts> judged(Map<UserId, Fields> found, Leases.View view) {
        Map<UserId, Whereabouts> answer = new LinkedHashMap<>();
        List<Commands.Given> dead = new ArrayList<>();
        found.forEach((user, fields) -> {
            answer.put(user, fields.whereabouts(view));
            List<String> over = fields.dead(view);
            if (!over.isEmpty() && dead.size() < AT_ONCE) {
                dead.add(Commands.Given.text(List.of(key(user)), over));
            }
        });
        if (!dead.isEmpty()) {
            commands.runAll(Scripts.PRUNE, dead); // whether it works or not: whoever reads next judges for themselves
        }
        return answer;
    }

    /** What was read of some users, and the version of the leases behind it. */
    private record Chunk(Map<UserId, Fields> found, String version) {}

    private CompletionStage<Chunk> read(List<UserId> asked) {
        List<Command<String, byte[], ?>> flush = new ArrayList<>(asked.size() + 1);
        for (UserId user : asked) {
            CommandOutput<String, byte[], Map<String, byte[]>> output = new MapOutput<>(Commands.CODEC);
            flush.add(Commands.command(CommandType.HGETALL, output, key(user)));
        }
        flush.add(leases.version());
        List<CompletionStage<Object>> answers = commands.sendAll(flush);
        return all(answers).thenApply(values -> {
            Map<UserId, Fields> found = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                found.put(asked.get(i), Fields.of((Map<?, ?>) values.get(i)));
            }
            return new Chunk(found, text(values.get(asked.size())));
        });
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : new String((byte[]) value, StandardCharsets.UTF_8);
    }

    @Override
    public CompletionStage<Set<NodeId>> nodes() {
        return leases.read().thenApply(view -> new TreeSet<>(view.living().keySet()));
    }

    @Override
    public CompletionStage<Void> retire(NodeId node) {
        return leases.retire(node);
    }

    private String key(UserId user) {
        return users + user.value();
    }

    private static CompletionStage<Void> nothing() {
        return CompletableFuture.completedStage(null);
    }

    /** One chunk after the other, so that no call takes all of the queue. */
    private static <T, R> CompletionStage<List<R>> inChunks(List<T> items, Function<List<T>, CompletionStage<R>> step) {
        CompletionStage<List<R>> results = CompletableFuture.completedStage(new ArrayList<>());
        for (int from = 0; from < items.size(); from += AT_ONCE) {
            List<T> chunk = items.subList(from, Math.min(items.size(), from + AT_ONCE));
            results = results.thenCompose(before -> step.apply(chunk).thenApply(result -> {
                before.add(result);
                return before;
            }));
        }
        return results;
    }

    private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        CompletableFuture<?>[] futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(futures).thenApply(done -> {
            List<T> values = new ArrayList<>(stages.size());
            stages.forEach(stage -> values.add(stage.toCompletableFuture().join()));
            return values;
        });
    }
}
