package dev.parley.core.internal.rederive;

import dev.parley.core.internal.exec.Repeat;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.service.RederivationOptions;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Looks at all rows of one conversation after the other, for one job. Thread-safe. */
final class ConversationCheck {

    private static final int PAGE = 200;

    /** How many rows are told of, and moved up, at once. */
    private static final int CHUNK = 500;

    private final LogStore logs;
    private final InboxStore inboxes;
    private final RowCheck rows;
    private final int onWrite;
    private final RederivationOptions options;
    private final Course course;

    /** Makes the check; {@code onWrite} says up to how many members fan-out is on write. */
    ConversationCheck(LogStore logs, InboxStore inboxes, int onWrite, RederivationOptions options, Course course) {
        this.logs = logs;
        this.inboxes = inboxes;
        this.rows = new RowCheck(logs, inboxes);
        this.onWrite = onWrite;
        this.options = options;
        this.course = course;
    }

    /** Looks at one; what was counted is of no use if the job ended meanwhile. */
    CompletionStage<Tally> look(ConversationId conversation) {
        Tally tally = new Tally();
        return fold(conversation, InboxFold.Part.ALL)
                .thenCompose(fold -> fold.parts() == 1
                        ? compare(conversation, fold, tally)
                        : inParts(conversation, fold.parts(), tally))
                .thenApply(done -> {
                    tally.conversation();
                    return tally;
                });
    }

    private CompletionStage<Boolean> inParts(ConversationId conversation, int parts, Tally tally) {
        int[] next = new int[1];
        return Repeat.until(() -> {
            if (next[0] == parts || course.ended()) {
                return Stages.done(Optional.of(true));
            }
            InboxFold.Part part = new InboxFold.Part(next[0]++, parts);
            return fold(conversation, part)
                    .thenCompose(fold -> compare(conversation, fold, tally))
                    .thenApply(done -> Optional.empty());
        });
    }

    private CompletionStage<InboxFold> fold(ConversationId conversation, InboxFold.Part part) {
        InboxFold fold = new InboxFold(onWrite, part);
        return Repeat.until(() -> logs.read(conversation, fold.head() + 1, Long.MAX_VALUE, PAGE, RangeEnd.OLDEST)
                .thenApply(page -> {
                    page.forEach(fold::take);
                    return page.size() < PAGE || course.ended() ? Optional.of(fold) : Optional.empty();
                }));
    }

    private CompletionStage<Boolean> compare(ConversationId conversation, InboxFold fold, Tally tally) {
        List<UserId> users = fold.users();
        tally.rows(users.size());
        return wrong(conversation, fold, users)
                .thenCompose(found -> settled(conversation, fold, found))
                .thenCompose(found -> chunks(found, chunk -> settle(chunk, tally)));
    }

    private CompletionStage<List<RowCheck.Wrong>> wrong(
            ConversationId conversation, InboxFold fold, List<UserId> users) {
        List<RowCheck.Wrong> wrong = new ArrayList<>();
        int[] from = new int[1];
        return Repeat.until(() -> {
            if (from[0] >= users.size() || course.ended()) {
                return Stages.done(Optional.of(wrong));
            }
            int to = Math.min(users.size(), from[0] + RowCheck.WINDOW);
            List<UserId> window = users.subList(from[0], to);
            from[0] = to;
            return rows.wrong(conversation, fold, window).thenApply(found -> {
                wrong.addAll(found);
                return Optional.empty();
            });
        });
    }

    /** Looks once more at what may only have been under way. */
    private CompletionStage<List<RowCheck.Wrong>> settled(
            ConversationId conversation, InboxFold fold, List<RowCheck.Wrong> found) {
        return found.stream().noneMatch(each -> course.young(each, options.settle()))
                ? Stages.done(found)
                : course.after(options.settle())
                        .thenCompose(waited -> wrong(
                                conversation,
                                fold,
                                found.stream()
                                        .map(each -> each.difference().user())
                                        .toList()));
    }

    private interface Settling {
        CompletionStage<Boolean> settle(List<RowCheck.Wrong> chunk);
    }

    private CompletionStage<Boolean> chunks(List<RowCheck.Wrong> found, Settling settling) {
        int[] from = new int[1];
        return Repeat.until(() -> {
            if (from[0] >= found.size() || course.ended()) {
                return Stages.done(Optional.of(true));
            }
            int to = Math.min(found.size(), from[0] + CHUNK);
            List<RowCheck.Wrong> chunk = found.subList(from[0], to);
            from[0] = to;
            CompletionStage<Boolean> done = settling.settle(chunk);
            boolean rest = to < found.size();
            return (rest ? done.thenCompose(now -> course.after(options.pause())) : done)
                    .thenApply(now -> Optional.empty());
        });
    }

    /** Tells of rows that are wrong, and moves them up if it may. */
    private CompletionStage<Boolean> settle(List<RowCheck.Wrong> chunk, Tally tally) {
        chunk.forEach(each -> tally.found(each.difference()));
        return course.tell(chunk.stream().map(RowCheck.Wrong::difference).toList())
                .thenCompose(told -> options.repair() && !course.ended() ? repair(chunk, tally) : Stages.done(true));
    }

    private CompletionStage<Boolean> repair(List<RowCheck.Wrong> chunk, Tally tally) {
        List<InboxBump> bumps = chunk.stream()
                .filter(each -> each.difference().repairable())
                .map(ConversationCheck::bump)
                .toList();
        if (bumps.isEmpty()) {
            return Stages.done(true);
        }
        return inboxes.bump(bumps).thenApply(done -> {
            tally.repaired(bumps.size());
            course.moved(bumps);
            return true;
        });
    }

    private static InboxBump bump(RowCheck.Wrong wrong) {
        Place place = Objects.requireNonNull(wrong.place(), "a row that is to be moved has a place");
        return new InboxBump(wrong.difference().user(), wrong.difference().conversation(), place.seq(), place.id());
    }
}
