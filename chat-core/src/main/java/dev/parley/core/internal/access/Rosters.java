package dev.parley.core.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The members of conversations, cached. The log is the truth: where the stored state lags behind it (a crash between
 * append and save), it is brought up before anybody decides on it. Thread-safe.
 */
public final class Rosters {

    private final LogStore logs;
    private final ConversationStore conversations;
    private final StoredRosters stored;
    private final int keptMembers;
    /** Not an asynchronous cache, which logs each load that fails: the caller is told. */
    private final Cache<ConversationId, CompletableFuture<Optional<Roster>>> cache;

    /**
     * Makes the cache.
     *
     * @param keptMembers the most members of a conversation to keep in memory
     * @param freshFor how long a roster may be used without asking the store again; another node may have changed it
     */
    public Rosters(
            LogStore logs, ConversationStore conversations, ChatRuntime runtime, int keptMembers, Duration freshFor) {
        this.logs = logs;
        this.conversations = conversations;
        this.stored = new StoredRosters(logs, conversations, keptMembers);
        this.keptMembers = keptMembers;
        this.cache = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(freshFor)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(runtime.clock().millis()))
                .executor(runtime.executor())
                .build();
    }

    /** The conversation's members, or empty when there is no such conversation. */
    public CompletionStage<Optional<Roster>> find(ConversationId conversation) {
        CompletableFuture<Optional<Roster>> known = cache.getIfPresent(conversation);
        if (known != null) {
            return known;
        }
        return find(List.of(conversation)).thenApply(found -> Optional.ofNullable(found.get(conversation)));
    }

    /** The members of several conversations, loaded together where they are not in memory; what does not exist is absent. */
    CompletionStage<Map<ConversationId, Roster>> find(Collection<ConversationId> conversations) {
        Map<ConversationId, CompletionStage<Optional<Roster>>> rosters = new LinkedHashMap<>();
        Map<ConversationId, CompletableFuture<Optional<Roster>>> fresh = new LinkedHashMap<>();
        for (ConversationId conversation : conversations) {
            CompletableFuture<Optional<Roster>> own = new CompletableFuture<>();
            CompletableFuture<Optional<Roster>> known = cache.asMap().putIfAbsent(conversation, own);
            rosters.put(conversation, known == null ? own : known);
            if (known == null) {
                fresh.put(conversation, own);
            }
        }
        if (!fresh.isEmpty()) {
            Stages.of(() -> stored.load(fresh.keySet()))
                    .whenComplete((loaded, failure) -> fresh.forEach((conversation, roster) -> settle(
                            conversation,
                            roster,
                            loaded == null || failure != null
                                    ? CompletableFuture.failedStage(failure)
                                    : Stages.of(() -> load(conversation, loaded)))));
        }
        return present(rosters);
    }

    private void settle(
            ConversationId conversation,
            CompletableFuture<Optional<Roster>> fresh,
            CompletionStage<Optional<Roster>> loaded) {
        loaded.whenComplete((found, failure) -> {
            if (failure != null) {
                cache.asMap().remove(conversation, fresh);
                fresh.completeExceptionally(Stages.unwrap(failure));
                return;
            }
            if (found.isEmpty()) {
                cache.asMap().remove(conversation, fresh); // it may be made any moment
            }
            fresh.complete(found);
        });
    }

    private static CompletionStage<Map<ConversationId, Roster>> present(
            Map<ConversationId, CompletionStage<Optional<Roster>>> rosters) {
        return Stages.each(rosters, (conversation, roster) -> roster).thenApply(all -> {
            Map<ConversationId, Roster> present = new LinkedHashMap<>();
            all.forEach((conversation, roster) -> roster.ifPresent(found -> present.put(conversation, found)));
            return present;
        });
    }

    /** The members if they are in memory, or on their way there; the store is not asked. */
    CompletionStage<Optional<Roster>> known(ConversationId conversation) {
        CompletableFuture<Optional<Roster>> known = cache.getIfPresent(conversation);
        return known == null ? Stages.done(Optional.empty()) : known;
    }

    /** The members of those conversations of which they are in memory, or on their way there. */
    CompletionStage<Map<ConversationId, Roster>> known(Collection<ConversationId> conversations) {
        Map<ConversationId, CompletionStage<Optional<Roster>>> known = new LinkedHashMap<>();
        conversations.forEach(conversation -> known.put(conversation, known(conversation)));
        return present(known);
    }

    /** Tells whether the log has changes of members that are not stored yet; then what is in memory goes, too. */
    CompletionStage<Boolean> lagging(ConversationId conversation) {
        return logs.heads(List.of(conversation))
                .thenCombine(conversations.find(List.of(conversation)), (heads, found) -> {
                    long truth = heads.getOrDefault(conversation, LogHead.EMPTY).stateSeq();
                    Conversation stored = found.get(conversation);
                    boolean lagging = truth > (stored == null ? 0 : stored.stateSeq());
                    if (lagging) {
                        outdated(conversation, truth);
                    }
                    return lagging;
                });
    }

    /** Forgets what is older than a state. */
    public void outdated(ConversationId conversation, long stateSeq) {
        CompletableFuture<Optional<Roster>> known = cache.getIfPresent(conversation);
        if (known != null && isOlder(known, stateSeq)) {
            cache.asMap().remove(conversation, known);
        }
    }

    /** Takes over an entry that was just appended: derives the new state, stores it, and caches it. */
    public CompletionStage<Roster> advance(Entry entry) {
        return cachedOrStored(entry.conversation(), entry.seq()).thenCompose(before -> {
            if (before.isPresent() && before.get().stateSeq() >= entry.seq()) {
                return Stages.done(before.get());
            }
            return apply(before.orElse(null), List.of(entry));
        });
    }

    private CompletionStage<Optional<Roster>> cachedOrStored(ConversationId conversation, long below) {
        Optional<Roster> roster = loaded(cache.getIfPresent(conversation));
        if (roster.isPresent() && roster.get().stateSeq() < below) {
            // It may lack entries between its state and this one: only the log tells.
            return catchUp(roster.get(), below - 1).thenApply(Optional::of);
        }
        return below == 1 ? Stages.done(Optional.empty()) : load(conversation);
    }

    private CompletionStage<Optional<Roster>> load(ConversationId conversation) {
        return stored.load(List.of(conversation)).thenCompose(loaded -> load(conversation, loaded));
    }

    private CompletionStage<Optional<Roster>> load(ConversationId id, StoredRosters.Loaded loaded) {
        long stateSeq = loaded.stateSeq(id);
        if (stateSeq == 0) {
            return Stages.done(Optional.empty());
        }
        Conversation state = loaded.conversations().get(id);
        if (state == null) {
            return stored.structural(id, 1, stateSeq)
                    .thenCompose(entries -> apply(null, entries))
                    .thenApply(Optional::of);
        }
        return stored.roster(state, loaded.first().getOrDefault(id, List.of()))
                .thenCompose(roster -> catchUp(roster, stateSeq))
                .thenApply(Optional::of);
    }

    private CompletionStage<Roster> catchUp(Roster roster, long stateSeq) {
        if (roster.stateSeq() >= stateSeq) {
            return Stages.done(roster);
        }
        return stored.structural(roster.conversation().id(), roster.stateSeq() + 1, stateSeq)
                .thenCompose(entries -> entries.isEmpty() ? Stages.done(roster) : apply(roster, entries));
    }

    /** Folds entries into a state, stores what came of it, and caches it. */
    private CompletionStage<Roster> apply(@Nullable Roster before, List<Entry> entries) {
        boolean complete = before == null || before.complete();
        return affectedStays(before, entries).thenCompose(open -> {
            Map<UserId, Membership> members = new HashMap<>(open);
            Map<String, Membership> changed = new LinkedHashMap<>();
            Conversation state = before == null ? null : before.conversation();
            for (Entry entry : entries) {
                StateFold.Step step = StateFold.apply(state, members, entry);
                state = step.conversation();
                members = StateFold.members(members, step);
                step.changed().forEach(stay -> changed.put(stay.since() + " " + stay.user(), stay));
            }
            if (state == null) {
                throw new IllegalStateException("a log without a created entry");
            }
            Roster after = roster(state, members, complete);
            return conversations.save(state, List.copyOf(changed.values())).thenApply(saved -> {
                remember(after);
                return after;
            });
        });
    }

    private Roster roster(Conversation state, Map<UserId, Membership> members, boolean complete) {
        boolean keep = complete && state.memberCount() <= keptMembers;
        return new Roster(state, keep ? members : Map.of(), keep);
    }

    /** What has shrunk so far that its members are to be in memory again is loaded with them by whoever asks next. */
    private void remember(Roster roster) {
        boolean shrunk = !roster.complete() && roster.conversation().memberCount() <= keptMembers;
        @Nullable
        CompletableFuture<Optional<Roster>> newest =
                shrunk ? null : CompletableFuture.completedFuture(Optional.of(roster));
        ConversationId id = roster.conversation().id();
        cache.asMap().compute(id, (key, known) -> known == null || isOlder(known, roster.stateSeq()) ? newest : known);
    }

    private static boolean isOlder(CompletableFuture<Optional<Roster>> known, long stateSeq) {
        return loaded(known).map(roster -> roster.stateSeq() < stateSeq).orElse(true);
    }

    /** The roster that is there already; nobody waits for one. */
    private static Optional<Roster> loaded(@Nullable CompletableFuture<Optional<Roster>> known) {
        return known == null || known.isCompletedExceptionally() ? Optional.empty() : known.getNow(Optional.empty());
    }

    private CompletionStage<Map<UserId, Membership>> affectedStays(@Nullable Roster before, List<Entry> entries) {
        if (before == null || before.complete()) {
            return Stages.done(before == null ? Map.of() : before.members());
        }
        ConversationId id = before.conversation().id();
        List<CompletionStage<Optional<Membership>>> lookups = new ArrayList<>();
        entries.stream()
                .flatMap(entry -> StateFold.affected(entry.body()).stream())
                .distinct()
                .forEach(user -> lookups.add(stays(user, id)
                        .thenApply(
                                stays -> stays.stream().filter(Membership::open).findFirst())));
        return Stages.all(lookups).thenApply(found -> {
            Map<UserId, Membership> open = new HashMap<>();
            found.forEach(stay -> stay.ifPresent(present -> open.put(present.user(), present)));
            return open;
        });
    }

    /** All stays of a user in a conversation, by ascending {@code since}. */
    CompletionStage<List<Membership>> stays(UserId user, ConversationId conversation) {
        return stays(user, List.of(conversation)).thenApply(found -> found.getOrDefault(conversation, List.of()));
    }

    /** All stays of a user in some conversations; where there are none, the conversation is absent. */
    CompletionStage<Map<ConversationId, List<Membership>>> stays(
            UserId user, Collection<ConversationId> conversations) {
        return this.conversations.memberships(user, conversations);
    }

    /** The open stay of a user; empty when the user is no member. */
    public CompletionStage<Optional<Membership>> member(Roster roster, UserId user) {
        return roster.complete()
                ? Stages.done(Optional.ofNullable(roster.members().get(user)))
                : stays(user, roster.conversation().id())
                        .thenApply(
                                stays -> stays.stream().filter(Membership::open).findFirst());
    }

    /** Tells whether anybody but one user is an owner. */
    public CompletionStage<Boolean> hasOtherOwner(Roster roster, UserId user) {
        return roster.complete()
                ? Stages.done(roster.members().values().stream().anyMatch(stay -> isOtherOwner(stay, user)))
                : stored.anyMember(roster.conversation().id(), stay -> isOtherOwner(stay, user));
    }

    private static boolean isOtherOwner(Membership stay, UserId user) {
        return stay.role() == Role.OWNER && !stay.user().equals(user);
    }
}
