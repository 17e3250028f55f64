package dev.parley.core.internal.conversation;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The titles that conversations had when somebody left them: what became of them since is not for them. Thread-safe. */
final class PartingTitles {

    /** How far back a title is looked for. */
    private static final int LOOK_BACK = 1_000;

    private static final int PAGE = 200;

    private record Search(ConversationId conversation, long seq, int most) {

        boolean open() {
            return seq > 0 && most > 0;
        }

        Stretch next() {
            long low = Math.max(1, seq - PAGE + 1);
            return new Stretch(conversation, low, seq, (int) (seq - low + 1), RangeEnd.NEWEST);
        }

        Search further() {
            return new Search(conversation, seq - PAGE, most - PAGE);
        }
    }

    private final ConversationLog log;

    PartingTitles(ConversationLog log) {
        this.log = log;
    }

    /** Finds them, for those of the grants whose actors left; empty where there was none or it was too long ago. */
    CompletionStage<Map<ConversationId, Optional<String>>> of(List<Grant> grants, Map<ConversationId, LogHead> heads) {
        Map<ConversationId, Optional<String>> titles = new HashMap<>();
        List<Search> searches = new ArrayList<>();
        for (Grant grant : grants) {
            Conversation now = grant.roster().conversation();
            long left = grant.visibleHead(
                    heads.getOrDefault(now.id(), LogHead.EMPTY).head());
            if (grant.role() == null && now.stateSeq() > left) {
                searches.add(new Search(now.id(), left, LOOK_BACK));
            } else {
                titles.put(now.id(), Optional.ofNullable(now.title()));
            }
        }
        return find(searches, titles);
    }

    private CompletionStage<Map<ConversationId, Optional<String>>> find(
            List<Search> searches, Map<ConversationId, Optional<String>> titles) {
        List<Search> open = searches.stream()
                .filter(each -> each.open() && !titles.containsKey(each.conversation()))
                .toList();
        if (open.isEmpty()) {
            return Stages.done(titles);
        }
        List<Stretch> stretches = open.stream().map(Search::next).toList();
        return Stages.chunked(stretches, Stretch::limit, ConversationLog.ENTRIES, log::unjudged)
                .thenCompose(found -> {
                    for (int i = 0; i < found.size(); i++) {
                        title(found.get(i), open.get(i).conversation(), titles);
                    }
                    return find(open.stream().map(Search::further).toList(), titles);
                });
    }

    private static void title(
            List<Entry> entries, ConversationId conversation, Map<ConversationId, Optional<String>> titles) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            EntryBody body = entries.get(i).body();
            if (body instanceof EntryBody.Renamed renamed) {
                titles.put(conversation, Optional.of(renamed.title()));
                return;
            }
            if (body instanceof EntryBody.Created created) {
                titles.put(conversation, Optional.ofNullable(created.title()));
                return;
            }
        }
    }
}
