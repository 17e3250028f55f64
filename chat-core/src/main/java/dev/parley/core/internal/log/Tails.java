package dev.parley.core.internal.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.model.ConversationId;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tails of active conversations, bounded by their weight. A tail grows in its place: the cache hears of it only once it
 * has become noticeably heavier, since telling it costs as much as all else that is done for an entry. Thread-safe.
 */
final class Tails {

    /** A tail may be so much heavier, in bytes, than the cache knows, and by a quarter. */
    private static final int UNNOTICED = 4_096;

    /** The place of a conversation's tail; its monitor orders changes. */
    private static final class Place {

        private volatile Tail tail;
        private volatile int known;

        Place(Tail tail) {
            this.tail = tail;
            this.known = tail.weight();
        }

        /** Tells whether the cache has to weigh anew. */
        synchronized boolean change(UnaryOperator<@Nullable Tail> change) {
            Tail changed = change.apply(tail);
            if (changed == null) {
                return false;
            }
            tail = changed;
            int grown = Math.abs(changed.weight() - known);
            boolean noticed = grown > UNNOTICED && grown > known / 4;
            known = noticed ? changed.weight() : known;
            return noticed;
        }
    }

    private final Cache<ConversationId, Place> places;

    /** Nothing is kept yet. */
    Tails(ChatRuntime runtime, long mostBytes) {
        this.places = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((ConversationId id, Place place) -> place.known)
                .executor(runtime.executor())
                .build();
    }

    /** The tail of a conversation, if it is kept. */
    @Nullable
    Tail of(ConversationId id) {
        Place place = places.getIfPresent(id);
        return place == null ? null : place.tail;
    }

    /** Changes the tail of a conversation; {@code change} gets null where none is kept, and gives null to keep none. */
    void change(ConversationId id, UnaryOperator<@Nullable Tail> change) {
        Place place = places.getIfPresent(id);
        if (place == null) {
            Tail fresh = change.apply(null);
            place = fresh == null ? null : places.asMap().putIfAbsent(id, new Place(fresh));
        }
        // Should the place have left the cache meanwhile, what is put there is lost, as if it had left a moment later.
        if (place != null && place.change(change)) {
            places.asMap().replace(id, place, place);
        }
    }

    /** Changes the tail of a conversation if one is kept. */
    void changeKept(ConversationId id, UnaryOperator<Tail> change) {
        change(id, tail -> tail == null ? null : change.apply(tail));
    }
}
