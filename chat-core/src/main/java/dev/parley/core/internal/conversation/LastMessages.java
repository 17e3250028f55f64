package dev.parley.core.internal.conversation;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.internal.log.Wanted;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.Message;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The newest message of each conversation, looked for from the end of the log: first where it usually is, in all
 * conversations at once, then further back in those where it was not. Thread-safe.
 */
final class LastMessages {

    /** How many entries are read of a conversation whose row does not say where to look. */
    private static final int GLANCE = 5;

    /** How far back it is looked for behind edits, reactions and changes of members. */
    private static final int LOOK_BACK = 50;

    private record Search(Grant grant, long head, List<Grant.Range> left) {

        Wanted next() {
            Grant.Range range = left.get(0);
            return new Wanted(grant, range, (int) (range.high() - range.low() + 1), RangeEnd.NEWEST, head);
        }

        Search further() {
            return new Search(grant, head, left.subList(1, left.size()));
        }
    }

    private final Timeline timeline;

    LastMessages(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Finds them; a conversation without a message is absent. */
    CompletionStage<Map<ConversationId, Message>> of(
            List<Grant> grants, Map<ConversationId, InboxRow> rows, Map<ConversationId, LogHead> heads) {
        List<Search> searches = new ArrayList<>();
        for (Grant grant : grants) {
            long head = heads.getOrDefault(grant.conversation(), LogHead.EMPTY).head();
            searches.add(new Search(grant, head, places(grant, rows.get(grant.conversation()), head)));
        }
        return find(searches, new HashMap<>());
    }

    private CompletionStage<Map<ConversationId, Message>> find(
            List<Search> searches, Map<ConversationId, Message> found) {
        List<Search> open = searches.stream()
                .filter(each -> !each.left().isEmpty())
                .filter(each -> !found.containsKey(each.grant().conversation()))
                .toList();
        if (open.isEmpty()) {
            return Stages.done(found);
        }
        return timeline.pages(open.stream().map(Search::next).toList()).thenCompose(pages -> {
            for (int i = 0; i < pages.size(); i++) {
                ConversationId conversation = open.get(i).grant().conversation();
                lastOf(pages.get(i)).ifPresent(message -> found.put(conversation, message));
            }
            return find(open.stream().map(Search::further).toList(), found);
        });
    }

    /** Where to look, one place after the other. */
    private static List<Grant.Range> places(Grant grant, @Nullable InboxRow row, long head) {
        long top = grant.visibleHead(head);
        boolean bumped = row != null
                && grant.roster().complete()
                && row.lastSeq() >= grant.visibleFrom()
                && grant.sees(row.lastSeq());
        long told = bumped && row != null ? Math.min(row.lastSeq(), top) : 0; // it may be older than the head
        long from = bumped ? told : grant.visibleFrom();
        List<Grant.Range> places = new ArrayList<>();
        add(places, Math.max(from, top - GLANCE + 1), top);
        add(places, Math.max(from, top - LOOK_BACK + 1), top - GLANCE);
        if (bumped) {
            add(places, told, Math.min(told, top - LOOK_BACK));
            add(places, Math.max(grant.visibleFrom(), told - LOOK_BACK), told - 1);
        }
        return places;
    }

    private static void add(List<Grant.Range> places, long low, long high) {
        if (low <= high) {
            places.add(new Grant.Range(low, high));
        }
    }

    private static Optional<Message> lastOf(EntryPage page) {
        for (int i = page.items().size() - 1; i >= 0; i--) {
            if (page.items().get(i) instanceof EntryPage.Said said) {
                return Optional.of(said.message());
            }
        }
        return Optional.empty();
    }
}
