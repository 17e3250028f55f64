package dev.parley.core.memory;

import dev.parley.core.spi.state.Membership;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One conversation and its members, behind their own lock, so that both become visible together. */
final class ConversationState {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UserId, NavigableMap<Long, Membership>> staysByUser = new HashMap<>();
    private final NavigableMap<UserId, Membership> open = new TreeMap<>();
    private @Nullable Conversation conversation;

    void save(Conversation fresh, List<Membership> memberships) {
        locked(() -> {
            memberships.forEach(this::saveMembership);
            if (conversation == null || fresh.stateSeq() > conversation.stateSeq()) {
                conversation = fresh;
            }
            return fresh;
        });
    }

    private void saveMembership(Membership fresh) {
        NavigableMap<Long, Membership> stays = staysByUser.computeIfAbsent(fresh.user(), user -> new TreeMap<>());
        stays.merge(fresh.since(), fresh, (old, given) -> given.stateSeq() > old.stateSeq() ? given : old);
        Membership newest = stays.lastEntry().getValue();
        if (newest.open()) {
            open.put(fresh.user(), newest);
        } else {
            open.remove(fresh.user());
        }
    }

    Optional<Conversation> conversation() {
        return locked(() -> Optional.ofNullable(conversation));
    }

    List<Membership> stays(UserId user) {
        return locked(() -> {
            NavigableMap<Long, Membership> stays = staysByUser.get(user);
            return stays == null ? List.of() : List.copyOf(stays.values());
        });
    }

    List<Membership> members(Optional<UserId> after, int limit) {
        return locked(() -> after.map(user -> open.tailMap(user, false)).orElse(open).values().stream()
                .limit(limit)
                .toList());
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
