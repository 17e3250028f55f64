package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.ConversationOptions;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.PageBytes;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.Unread;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Pages of an inbox, and what is unread in all of it. Thread-safe. */
public final class InboxReader {

    /** Beyond so many conversations, the total of what is unread is a lower bound. */
    private static final int COUNTED = 1_000;

    private final InboxStore inboxes;
    private final Summaries summaries;
    private final ConversationOptions options;

    public InboxReader(InboxStore inboxes, Summaries summaries, ConversationOptions options) {
        this.inboxes = inboxes;
        this.summaries = summaries;
        this.options = options;
    }

    /** A page for a client. */
    CompletionStage<Result.InboxPage> page(Actor actor, Command.Inbox inbox) {
        int limit = size(inbox.limit());
        Optional<InboxRow> after = Optional.ofNullable(inbox.cursor()).map(InboxReader::decode);
        return inboxes.page(actor.user(), after, limit + 1).thenCompose(rows -> {
            List<InboxRow> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
            return summaries.of(actor, shown).thenApply(found -> {
                int fitting = PageBytes.fitting(found, PageBytes::of, PageBytes.MOST);
                InboxRow last = fitting < found.size()
                        ? row(shown, found.get(fitting - 1))
                        : rows.size() > limit ? shown.get(limit - 1) : null;
                return new Result.InboxPage(found.subList(0, fitting), last == null ? null : encode(last));
            });
        });
    }

    private static InboxRow row(List<InboxRow> rows, ConversationSummary summary) {
        ConversationId wanted = summary.conversation().id();
        return rows.stream()
                .filter(row -> row.conversation().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** The first rows, one more than asked for when there is one. */
    CompletionStage<List<InboxRow>> first(Actor actor, int limit) {
        return inboxes.page(actor.user(), Optional.empty(), limit + 1);
    }

    /** The size of a page, given what was asked for. */
    int size(@Nullable Integer asked) {
        return asked == null ? options.defaultPage() : Math.max(1, Math.min(options.page(), asked));
    }

    /** What is unread in all conversations. */
    CompletionStage<Result.UnreadIs> unread(Actor actor) {
        return unread(actor, Optional.empty(), Unread.NONE, 0, 0);
    }

    private CompletionStage<Result.UnreadIs> unread(
            Actor actor, Optional<InboxRow> after, Unread sum, int conversations, int counted) {
        return inboxes.page(actor.user(), after, options.page())
                .thenCompose(rows -> summaries.of(actor, rows).thenCompose(found -> {
                    Unread total = sum;
                    int unreadConversations = conversations;
                    for (ConversationSummary summary : found) {
                        total = total.plus(summary.unread());
                        unreadConversations += summary.unread().messages() > 0 ? 1 : 0;
                    }
                    int done = counted + rows.size();
                    if (rows.size() < options.page()) {
                        return Stages.done(new Result.UnreadIs(total, unreadConversations));
                    }
                    if (done >= COUNTED) {
                        Unread capped = new Unread(total.messages(), total.mentions(), true);
                        return Stages.done(new Result.UnreadIs(capped, unreadConversations));
                    }
                    return unread(actor, Optional.of(rows.get(rows.size() - 1)), total, unreadConversations, done);
                }));
    }

    private static String encode(InboxRow last) {
        String position = (last.settings().pinned() ? "1" : "0") + last.sortId() + last.conversation();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /** A cursor is only a place in the user's own inbox, so one that somebody made up shows nothing new. */
    private static InboxRow decode(String cursor) {
        try {
            String position = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            boolean pinned = position.charAt(0) == '1';
            UUID sortId = UUID.fromString(position.substring(1, 37));
            ConversationId conversation = new ConversationId(position.substring(37));
            return new InboxRow(conversation, 0, sortId, new ConversationSettings(null, pinned));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ChatException(ErrorCode.INVALID_CURSOR, "cursor: not one of this server's", e);
        }
    }
}
