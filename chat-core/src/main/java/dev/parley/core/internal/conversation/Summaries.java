package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.ConversationOptions;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.FanOut;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
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

    /** How far back the last message is looked for behind edits, reactions and changes of members. */
    private static final int LOOK_BACK = 50;

    /** How far back the title is looked for that a conversation had when somebody left it. */
    private static final int TITLE_LOOK_BACK = 1_000;

    private static final int TITLE_PAGE = 200;

    /** What summaries are made of. */
    public record Parts(
            AccessGate gate,
            ConversationLog log,
            Timeline timeline,
            LogStore logs,
            InboxStore inboxes,
            MarkStore marks,
            ConversationOptions options) {}

    private record Known(
            Map<ConversationId, LogHead> heads, Map<ConversationId, Marks> marks, Map<ConversationId, Unread> unread) {}

    private final Parts parts;

    public Summaries(Parts parts) {
        this.parts = parts;
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
        return parts.log()
                .heads(byId.keySet())
                .thenCompose(heads -> grants(actor, byId.keySet(), heads)
                        .thenCompose(grants -> summaries(actor.user(), grants, byId, heads)));
    }

    /** Judged as of a head that is read before everything else: what comes later may not be for this user any more. */
    private CompletionStage<Grant> grant(Actor actor, ConversationId conversation, Map<ConversationId, LogHead> heads) {
        return parts.gate().toRead(actor, conversation, heads.getOrDefault(conversation, LogHead.EMPTY));
    }

    private CompletionStage<List<Grant>> grants(
            Actor actor, Collection<ConversationId> conversations, Map<ConversationId, LogHead> heads) {
        List<CompletionStage<Optional<Grant>>> grants = new ArrayList<>();
        for (ConversationId conversation : conversations) {
            grants.add(Stages.ifFound(grant(actor, conversation, heads)));
        }
        return Stages.all(grants)
                .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
    }

    private CompletionStage<List<ConversationSummary>> summaries(
            UserId user, List<Grant> grants, Map<ConversationId, InboxRow> rows, Map<ConversationId, LogHead> heads) {
        List<ConversationId> ids = grants.stream().map(Grant::conversation).toList();
        return parts.marks()
                .ofUser(user, ids)
                .thenCompose(marks ->
                        unread(user, grants, heads, marks).thenApply(unread -> new Known(heads, marks, unread)))
                .thenCompose(known -> Stages.all(grants.stream()
                        .map(grant -> summary(grant, rows.get(grant.conversation()), known))
                        .toList()));
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

    private CompletionStage<ConversationSummary> summary(Grant grant, @Nullable InboxRow row, Known known) {
        ConversationId id = grant.conversation();
        long head = known.heads().getOrDefault(id, LogHead.EMPTY).head();
        Marks marks = known.marks().getOrDefault(id, Marks.NONE);
        return last(grant, row, head)
                .thenCombine(
                        memberMarks(grant, marks).thenCombine(state(grant, head), Told::new),
                        (last, told) -> new ConversationSummary(
                                told.state(),
                                grant.visibleHead(head),
                                grant.visibleFrom(),
                                grant.role(),
                                peer(grant),
                                last.orElse(null),
                                marks,
                                known.unread().getOrDefault(id, Unread.NONE),
                                row == null ? ConversationSettings.DEFAULT : row.settings(),
                                sortId(row, last.orElse(null)),
                                told.members()));
    }

    /** A last message that the row was not moved by, or not yet: always so where fan-out is on read. */
    private static @Nullable UUID sortId(@Nullable InboxRow row, @Nullable Message last) {
        if (row == null) {
            return null;
        }
        return last != null && last.seq() > row.lastSeq() ? last.posted().id() : row.sortId();
    }

    private record Told(List<MemberMarks> members, Conversation state) {}

    /** The conversation itself; for those who left, as they left it: what became of it since is not for them (G11). */
    private CompletionStage<Conversation> state(Grant grant, long head) {
        Conversation now = grant.roster().conversation();
        if (grant.role() != null) {
            return Stages.done(now);
        }
        long left = grant.visibleHead(head);
        CompletionStage<Optional<String>> title = now.stateSeq() <= left
                ? Stages.done(Optional.ofNullable(now.title()))
                : titleAt(now.id(), left, TITLE_LOOK_BACK);
        return title.thenApply(
                then -> new Conversation(now.id(), now.kind(), then.orElse(null), now.history(), left, 0));
    }

    private CompletionStage<Optional<String>> titleAt(ConversationId id, long seq, int most) {
        if (seq <= 0 || most <= 0) {
            return Stages.done(Optional.empty());
        }
        long low = Math.max(1, seq - TITLE_PAGE + 1);
        return parts.log().unjudged(id, low, seq, TITLE_PAGE).thenCompose(entries -> {
            for (int i = entries.size() - 1; i >= 0; i--) {
                EntryBody body = entries.get(i).body();
                if (body instanceof EntryBody.Renamed renamed) {
                    return Stages.done(Optional.of(renamed.title()));
                }
                if (body instanceof EntryBody.Created created) {
                    return Stages.done(Optional.ofNullable(created.title()));
                }
            }
            return titleAt(id, low - 1, most - TITLE_PAGE);
        });
    }

    private CompletionStage<Optional<Message>> last(Grant grant, @Nullable InboxRow row, long head) {
        boolean bumped = row != null
                && grant.roster().complete()
                && row.lastSeq() >= grant.visibleFrom()
                && grant.sees(row.lastSeq());
        long from =
                bumped && row != null ? row.lastSeq() + 1 : grant.visibleFrom(); // the row may be older than the head
        return newest(grant, from, head).thenCompose(message -> {
            if (message.isPresent() || !bumped || row == null) {
                return Stages.done(message);
            }
            return parts.timeline()
                    .message(grant, row.lastSeq(), head)
                    .thenCompose(moved ->
                            moved.isPresent() ? Stages.done(moved) : newest(grant, grant.visibleFrom(), row.lastSeq()));
        });
    }

    /** The newest message of a stretch, if it is not behind too many other entries. */
    private CompletionStage<Optional<Message>> newest(Grant grant, long from, long head) {
        return from > head
                ? Stages.done(Optional.empty())
                : parts.timeline()
                        .page(grant, new Grant.Range(from, head), LOOK_BACK, RangeEnd.NEWEST, head)
                        .thenApply(Summaries::lastOf);
    }

    private static Optional<Message> lastOf(EntryPage page) {
        for (int i = page.items().size() - 1; i >= 0; i--) {
            if (page.items().get(i) instanceof EntryPage.Said said) {
                return Optional.of(said.message());
            }
        }
        return Optional.empty();
    }

    /** The marks of all members as the grant's actor may know them; nobody's where fan-out is on read. */
    CompletionStage<List<MemberMarks>> memberMarks(Grant grant, @Nullable Marks own) {
        boolean told = FanOut.of(grant.roster(), parts.options().fanOutOnWrite()) == FanOut.ON_WRITE;
        if (!told || grant.role() == null) {
            return Stages.done(List.of());
        }
        List<UserId> members =
                grant.roster().members().keySet().stream().sorted().toList();
        return parts.marks()
                .ofConversation(grant.conversation(), members)
                .thenApply(found -> members.stream()
                        .map(user -> new MemberMarks(user, marks(grant, user, found, own)))
                        .toList());
    }

    private static Marks marks(Grant grant, UserId user, Map<UserId, Marks> found, @Nullable Marks own) {
        Marks marks = found.getOrDefault(user, Marks.NONE);
        if (user.equals(grant.actor().user())) {
            return own == null ? marks : own;
        }
        return marks.shown();
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
        if (FanOut.of(grant.roster(), parts.options().fanOutOnWrite()) == FanOut.ON_READ || grant.role() == null) {
            throw new ChatException(ErrorCode.FORBIDDEN, "not told for this conversation");
        }
        return memberMarks(grant, null);
    }
}
