package dev.parley.integration.convergence;

import dev.parley.client.ParleyClient;
import dev.parley.client.Timeline;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.Message;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows its user, as text that can be compared. Immutable.
 *
 * <p>What was deleted after a user left is gone for a fresh client, but nobody may tell those who hold it already:
 * nothing reaches a user after they left. That is not compared.
 */
record Copy(List<String> order, Map<String, String> rows, Map<String, TreeMap<Long, String>> timelines) {

    private static final String GONE_SINCE = "gone since";

    static Copy of(ParleyClient client) {
        List<String> order = new ArrayList<>();
        Map<String, String> rows = new LinkedHashMap<>();
        Map<String, TreeMap<Long, String>> timelines = new LinkedHashMap<>();
        for (ConversationSummary row : client.conversations().list()) {
            ConversationId id = row.conversation().id();
            order.add(id.value());
            rows.put(id.value(), text(row));
            long end = row.role() == null ? row.head() : Long.MAX_VALUE;
            Timeline timeline = client.messages().timeline(id);
            TreeMap<Long, String> items = new TreeMap<>();
            timeline.items().forEach(item -> items.put(item.seq(), text(item, end)));
            timelines.put(id.value(), items);
        }
        return new Copy(order, rows, timelines);
    }

    /**
     * How a copy that grew event by event differs from a fresh one; empty when it does not.
     *
     * @param all whether the grown copy has to know all conversations
     */
    static List<String> differences(Copy grown, Copy fresh, boolean all) {
        List<String> found = new ArrayList<>();
        List<String> known = fresh.order().stream()
                .filter(id -> all || grown.order().contains(id))
                .toList();
        if (!grown.order().equals(known)) {
            found.add("order  " + grown.order() + "\n fresh " + known);
        }
        grown.rows().forEach((id, row) -> {
            if (!same(row, fresh.rows().get(id))) {
                found.add("row    " + row + "\n fresh " + fresh.rows().get(id));
            }
        });
        grown.timelines().forEach((id, held) -> {
            TreeMap<Long, String> truth = fresh.timelines().getOrDefault(id, new TreeMap<>());
            if (held.isEmpty()) {
                if (!truth.isEmpty()) {
                    found.add("nothing held of " + id + "\n fresh " + truth);
                }
                return;
            }
            TreeSet<Long> seqs = new TreeSet<>(held.keySet());
            seqs.addAll(truth.tailMap(held.firstKey()).keySet());
            for (long seq : seqs) {
                if (!same(held.get(seq), truth.get(seq))) {
                    found.add("entry  " + id + "#" + seq + " " + held.get(seq) + "\n fresh " + truth.get(seq));
                }
            }
        });
        return found;
    }

    private static boolean same(@Nullable String grown, @Nullable String fresh) {
        return Objects.equals(grown, fresh) || (grown != null && fresh != null && fresh.contains(GONE_SINCE));
    }

    private static String text(ConversationSummary row) {
        Message last = row.last();
        ConversationSummary plain = new ConversationSummary(
                row.conversation(),
                row.head(),
                row.visibleFrom(),
                row.role(),
                row.peer(),
                last == null || goneSince(last, row) ? null : plain(last),
                row.marks(),
                row.unread(),
                row.settings(),
                row.sortId(),
                row.memberMarks());
        String gone = last != null && goneSince(last, row) ? GONE_SINCE : "";
        return text(new Frame.Pushed(new Event.InboxChanged(plain))) + gone;
    }

    private static boolean goneSince(Message message, ConversationSummary row) {
        return row.role() == null && message.deleteSeq() > row.head();
    }

    private static String text(EntryPage.Item item, long end) {
        boolean gone = item instanceof EntryPage.Said said
                ? said.message().deleteSeq() > end
                : item instanceof EntryPage.Happened happened
                        && happened.entry().body() instanceof EntryBody.Edit edit
                        && edit.body() == null
                        && end < Long.MAX_VALUE;
        if (gone) {
            return GONE_SINCE;
        }
        EntryPage.Item plain = item instanceof EntryPage.Said said ? new EntryPage.Said(plain(said.message())) : item;
        return text(new Frame.Ok(1, new Result.Page(new EntryPage(List.of(plain), 1, 1, false, false))));
    }

    /** As of when a message is known says nothing about what it says. */
    private static Message plain(Message message) {
        return new Message(message.posted(), message.editSeq(), message.deleteSeq(), message.reactions(), 0);
    }

    private static String text(Frame frame) {
        return new String(FrameCodec.JSON.encode(frame), StandardCharsets.UTF_8);
    }
}
