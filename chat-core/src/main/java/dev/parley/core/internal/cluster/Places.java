package dev.parley.core.internal.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * On which nodes users are, as the directory said a moment ago and as nodes have told since. That somebody is nowhere is never
 * remembered: who comes has entered the directory before reading what was missed, so whoever asks it after an append either
 * finds them there or need not. Thread-safe.
 */
final class Places {

    /** How long an answer is trusted when nobody says anything else. */
    static final Duration TRUSTED = Duration.ofSeconds(10);

    private static final int REMEMBERED = 200_000;

    private final SessionDirectory directory;
    private final Cache<UserId, CompletableFuture<Set<NodeId>>> known;

    Places(SessionDirectory directory, ChatRuntime runtime) {
        this.directory = directory;
        this.known = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(TRUSTED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(runtime.clock().millis()))
                .executor(runtime.executor())
                .build();
    }

    /** The nodes that any of some users is on; the directory is asked once for all that are not remembered. */
    CompletionStage<Set<NodeId>> of(Collection<UserId> users) {
        List<CompletionStage<Set<NodeId>>> places = new ArrayList<>(users.size());
        Map<UserId, CompletableFuture<Set<NodeId>>> asked = new LinkedHashMap<>();
        for (UserId user : users) {
            CompletableFuture<Set<NodeId>> before = known.getIfPresent(user);
            if (before != null && before.isDone()) {
                places.add(before);
                continue;
            }
            // A question that is under way was asked before this one, and its answer may be older than what is to be
            // told.
            CompletableFuture<Set<NodeId>> own = new CompletableFuture<>();
            known.asMap().putIfAbsent(user, own);
            places.add(own);
            asked.put(user, own);
        }
        if (!asked.isEmpty()) {
            ask(asked);
        }
        return Stages.map(Stages.all(places), all -> {
            Set<NodeId> nodes = new LinkedHashSet<>();
            all.forEach(nodes::addAll);
            return nodes;
        });
    }

    private void ask(Map<UserId, CompletableFuture<Set<NodeId>>> asked) {
        Stages.of(() -> directory.find(List.copyOf(asked.keySet())))
                .whenComplete((found, failure) -> asked.forEach((user, own) -> {
                    if (failure != null) {
                        known.asMap().remove(user, own);
                        own.completeExceptionally(Stages.unwrap(failure));
                        return;
                    }
                    Set<NodeId> nodes =
                            found.getOrDefault(user, Whereabouts.UNKNOWN).nodes();
                    if (nodes.isEmpty()) {
                        known.asMap().remove(user, own);
                    }
                    own.complete(nodes);
                }));
    }

    /** A node says that a user came to it, or went. */
    void heard(NodeId sender, Presence presence) {
        known.asMap().computeIfPresent(presence.user(), (user, before) -> {
            Set<NodeId> nodes = before.isCompletedExceptionally() ? Set.of() : before.getNow(Set.of());
            if (!presence.online() || nodes.isEmpty()) {
                return null; // asked for again; an answer that is on its way may be older than this
            }
            Set<NodeId> more = new LinkedHashSet<>(nodes);
            more.add(sender);
            return CompletableFuture.completedFuture(more);
        });
    }

    /** Where a user is is asked for again. */
    void forget(UserId user) {
        known.invalidate(user);
    }

    /** What was told may have been lost. */
    void forget() {
        known.invalidateAll();
    }
}
