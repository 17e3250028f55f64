package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.ConversationOptions;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.MemberMarks;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Rows of an inbox as their user sees them, worked out from the log, the marks and the members. Thread-safe. */
public final class Summaries {

    /** What summaries are made of. */
    public record Parts(
            AccessGate gate,
            ConversationLog log,
            Timeline timeline,
            LogStore logs,
            InboxStore inboxes,
            MarkStore marks,
            ConversationOptions options) {}

    /** What is counted for the reader. */
    private record Counted(Map<ConversationId, Marks> marks, Map<ConversationId, Unread> unread) {}

    /** What the conversations have to show. */
    private record Shown(
            Map<ConversationId, Message> last,
            Map<ConversationId, List<MemberMarks>> members,
            Map<ConversationId, Optional<String>> titles) {}

    private final Parts parts;
    private final LastMessages lastMessages;
    private final MarksOfMembers marksOfMembers;
    private final PartingTitles titles;

    public Summaries(Parts parts) {
        this.parts = parts;
        this.lastMessages = new LastMessages(parts.timeline());
        this.marksOfMembers =
                new MarksOfMembers(parts.marks(), parts.options().fanOut().onWrite());
        this.titles = new PartingTitles(parts.log());
    }

    /** One row, whether or not the inbox has it yet. */
    public CompletionStage<ConversationSummary> of(Actor actor, ConversationId conversation) {
        return parts.inboxes()
                .rows(actor.user(), List.of(conversation))
                .thenCompose(rows -> parts.log()
                        .heads(List.of(conversation))
                        .thenCompose(heads -> grant(actor, conversation, heads)
                                .thenCompose(grant -> summaries(actor.user(), List.of(grant), rows, heads))))
                .thenApply(summaries -> summaries.get(0));
    }

    /** Some rows, in order; those of conversations that cannot be read (any more) are left out. */
    public CompletionStage<List<ConversationSummary>> of(Actor actor, List<InboxRow> rows) {
        Map<ConversationId, InboxRow> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.conversation(), row));
        return of(actor, byId.keySet(), byId);
    }

    /** The rows of some conversations, whether or not the inbox has them yet, as above. */
    CompletionStage<List<ConversationSummary>> ofAny(Actor actor, Collection<ConversationId> conversations) {
        return parts.inboxes().rows(actor.user(), conversations).thenCompose(rows -> of(actor, conversations, rows));
    }

    private CompletionStage<List<ConversationSummary>> of(
            Actor actor, Collection<ConversationId> conversations, Map<ConversationId, InboxRow> rows) {
        if (conversations.isEmpty()) {
            return Stages.done(List.of());
        }
        return parts.log().heads(conversations).thenCompose(heads -> {
            Map<ConversationId, LogHead> ends = new LinkedHashMap<>();
            conversations.forEach(each -> ends.put(each, heads.getOrDefault(each, LogHead.EMPTY)));
            return parts.gate()
                    .toReadEach(actor, ends)
                    .thenCompose(grants -> summaries(actor.user(), grants, rows, heads));
        });
    }

    /** Judged as of a head that is read before everything else: what comes later may not be for this user any more. */
    private CompletionStage<Grant> grant(Actor actor, ConversationId conversation, Map<ConversationId, LogHead> heads) {
        return parts.gate().toRead(actor, conversation, heads.getOrDefault(conversation, LogHead.EMPTY));
    }

    /** Asks for everything at once for all of them, so that what it costs does not depend on how many they are. */
    private CompletionStage<List<ConversationSummary>> summaries(
            UserId user, List<Grant> grants, Map<ConversationId, InboxRow> rows, Map<ConversationId, LogHead> heads) {
        if (grants.isEmpty()) {
            return Stages.done(List.of());
        }
        List<ConversationId> ids = grants.stream().map(Grant::conversation).toList();
        CompletionStage<Counted> counted = parts.marks()
                .ofUser(user, ids)
                .thenCompose(
                        marks -> unread(user, grants, heads, marks).thenApply(unread -> new Counted(marks, unread)));
        CompletionStage<Shown> shown = lastMessages
                .of(grants, rows, heads)
                .thenCombine(
                        marksOfMembers.of(grants).thenCombine(titles.of(grants, heads), Map::entry),
                        (last, told) -> new Shown(last, told.getKey(), told.getValue()));
        return counted.thenCombine(
                shown,
                (known, told) -> grants.stream()
                        .map(grant -> summary(
                                grant,
                                rows.get(grant.conversation()),
                                heads.getOrDefault(grant.conversation(), LogHead.EMPTY)
                                        .head(),
                                known,
                                told))
                        .toList());
    }

    private CompletionStage<Map<ConversationId, Unread>> unread(
            UserId user, List<Grant> grants, Map<ConversationId, LogHead> heads, Map<ConversationId, Marks> marks) {
        List<UnreadRange> ranges = new ArrayList<>();
        for (Grant grant : grants) {
            UnreadRange range = range(grant, heads, marks);
            if (range.after() < range.upTo() && grant.role() != null) {
                ranges.add(range);
            }
        }
        if (ranges.isEmpty()) {
            return Stages.done(Map.of());
        }
        return parts.logs().unread(user, ranges).thenApply(counts -> {
            Map<ConversationId, Unread> byId = new HashMap<>();
            for (int i = 0; i < ranges.size(); i++) {
                byId.put(ranges.get(i).conversation(), counts.get(i));
            }
            return byId;
        });
    }

    private UnreadRange range(Grant grant, Map<ConversationId, LogHead> heads, Map<ConversationId, Marks> marks) {
        ConversationId id = grant.conversation();
        long head = heads.getOrDefault(id, LogHead.EMPTY).head();
        long read = marks.getOrDefault(id, Marks.NONE).read();
        return new UnreadRange(
                id,
                Math.max(read, grant.visibleFrom() - 1),
                grant.visibleHead(head),
                parts.options().unreadCap());
    }

    private static ConversationSummary summary(
            Grant grant, @Nullable InboxRow row, long head, Counted counted, Shown shown) {
        ConversationId id = grant.conversation();
        Marks marks = counted.marks().getOrDefault(id, Marks.NONE);
        Message last = shown.last().get(id);
        return new ConversationSummary(
                state(grant, head, shown.titles().getOrDefault(id, Optional.empty())),
                grant.visibleHead(head),
                grant.visibleFrom(),
                grant.role(),
                peer(grant),
                last,
                marks,
                counted.unread().getOrDefault(id, Unread.NONE),
                row == null ? ConversationSettings.DEFAULT : row.settings(),
                sortId(row, last),
                members(grant, shown.members().getOrDefault(id, List.of()), marks));
    }

    /** One's own marks as they were when the unread messages were counted. */
    private static List<MemberMarks> members(Grant grant, List<MemberMarks> members, Marks own) {
        UserId self = grant.actor().user();
        return members.stream()
                .map(each -> each.user().equals(self) ? new MemberMarks(self, own) : each)
                .toList();
    }

    /** A last message that the row was not moved by, or not yet: always so where fan-out is on read. */
    private static @Nullable UUID sortId(@Nullable InboxRow row, @Nullable Message last) {
        if (row == null) {
            return null;
        }
        return last != null && last.seq() > row.lastSeq() ? last.posted().id() : row.sortId();
    }

    /** The conversation itself; for those who left, as they left it: what became of it since is not for them (G11). */
    private static Conversation state(Grant grant, long head, Optional<String> title) {
        Conversation now = grant.roster().conversation();
        if (grant.role() != null) {
            return now;
        }
        long left = grant.visibleHead(head);
        return new Conversation(now.id(), now.kind(), title.orElse(null), now.history(), left, 0);
    }

    private static @Nullable UserId peer(Grant grant) {
        if (grant.roster().conversation().kind() != ConversationKind.DIRECT) {
            return null;
        }
        return grant.roster().members().keySet().stream()
                .filter(user -> !user.equals(grant.actor().user()))
                .findFirst()
                .orElse(grant.actor().user());
    }

    /** Refuses to tell marks where nobody's are told. */
    public CompletionStage<List<MemberMarks>> requireMemberMarks(Grant grant) {
        return marksOfMembers.require(grant);
    }
}
