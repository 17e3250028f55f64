package dev.parley.core.internal.access;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the stores have of conversations and their members, which may lag behind the log. Thread-safe. */
final class StoredRosters {

    private static final int PAGE = 200;

    /** The most members that one call comes to, when it is for several conversations. */
    private static final int MEMBERS = 10_000;

    /**
     * What is read of several conversations at once. Immutable.
     *
     * @param heads where the logs end
     * @param conversations those that are stored
     * @param first the first page of the members of each, where they are kept in memory
     */
    record Loaded(
            Map<ConversationId, LogHead> heads,
            Map<ConversationId, Conversation> conversations,
            Map<ConversationId, List<Membership>> first) {

        long stateSeq(ConversationId conversation) {
            return heads.getOrDefault(conversation, LogHead.EMPTY).stateSeq();
        }
    }

    private final LogStore logs;
    private final ConversationStore conversations;
    private final int keptMembers;

    StoredRosters(LogStore logs, ConversationStore conversations, int keptMembers) {
        this.logs = logs;
        this.conversations = conversations;
        this.keptMembers = keptMembers;
    }

    CompletionStage<Loaded> load(Collection<ConversationId> ids) {
        List<ConversationId> asked = List.copyOf(ids);
        return logs.heads(asked)
                .thenCombine(conversations.find(asked), (heads, stored) -> new Loaded(heads, stored, Map.of()))
                .thenCompose(known -> {
                    List<ConversationId> kept = asked.stream()
                            .filter(id -> known.stateSeq(id) > 0)
                            .filter(id -> isKept(known.conversations().get(id)))
                            .toList();
                    return firstMembers(kept)
                            .thenApply(first -> new Loaded(known.heads(), known.conversations(), first));
                });
    }

    private boolean isKept(@Nullable Conversation conversation) {
        return conversation != null && conversation.memberCount() <= keptMembers;
    }

    private CompletionStage<Map<ConversationId, List<Membership>>> firstMembers(List<ConversationId> ids) {
        return Stages.chunked(ids, id -> PAGE, MEMBERS, this::firstPages).thenApply(pages -> {
            Map<ConversationId, List<Membership>> first = new HashMap<>();
            for (int i = 0; i < pages.size(); i++) {
                first.put(ids.get(i), pages.get(i));
            }
            return first;
        });
    }

    private CompletionStage<List<List<Membership>>> firstPages(List<ConversationId> ids) {
        return ids.size() == 1
                ? conversations.members(ids.get(0), Optional.empty(), PAGE).thenApply(List::of)
                : conversations
                        .members(ids, PAGE)
                        .thenApply(found -> ids.stream()
                                .map(id -> found.getOrDefault(id, List.of()))
                                .toList());
    }

    /** A conversation with its members, but for very many; the first page of them is here already. */
    CompletionStage<Roster> roster(Conversation conversation, List<Membership> first) {
        if (!isKept(conversation)) {
            return Stages.done(new Roster(conversation, Map.of(), false));
        }
        return members(conversation, first, new HashMap<>());
    }

    private CompletionStage<Roster> members(
            Conversation conversation, List<Membership> page, Map<UserId, Membership> read) {
        page.forEach(stay -> read.put(stay.user(), stay));
        return page.size() < PAGE
                ? Stages.done(new Roster(conversation, read, true))
                : conversations
                        .members(conversation.id(), after(page), PAGE)
                        .thenCompose(next -> members(conversation, next, read));
    }

    private static Optional<UserId> after(List<Membership> page) {
        return Optional.of(page.get(page.size() - 1).user());
    }

    /** Tells whether there is such a member. */
    CompletionStage<Boolean> anyMember(ConversationId id, Predicate<Membership> such) {
        return anyMember(id, such, Optional.empty());
    }

    private CompletionStage<Boolean> anyMember(ConversationId id, Predicate<Membership> such, Optional<UserId> after) {
        return conversations.members(id, after, PAGE).thenCompose(page -> {
            if (page.stream().anyMatch(such)) {
                return Stages.done(true);
            }
            return page.size() < PAGE ? Stages.done(false) : anyMember(id, such, after(page));
        });
    }

    /** The entries that changed the conversation, between two seqs. */
    CompletionStage<List<Entry>> structural(ConversationId id, long from, long to) {
        return structural(id, from, to, new ArrayList<>());
    }

    private CompletionStage<List<Entry>> structural(ConversationId id, long from, long to, List<Entry> read) {
        return logs.read(id, from, to, PAGE, RangeEnd.OLDEST).thenCompose(page -> {
            page.stream().filter(entry -> entry.body().changesConversation()).forEach(read::add);
            return page.size() < PAGE
                    ? Stages.done(read)
                    : structural(id, page.get(page.size() - 1).seq() + 1, to, read);
        });
    }
}
