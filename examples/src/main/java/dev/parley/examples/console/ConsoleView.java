package dev.parley.examples.console;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.Presence;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Prints what happens. Thread-safe. */
public final class ConsoleView implements ClientListener {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final Map<ConversationId, String> titles = new ConcurrentHashMap<>();
    private volatile @Nullable ConversationId current;
    private volatile @Nullable UserId self;
    private volatile boolean caughtUpOnce;

    /**
     * A view.
     *
     * @param out where to
     */
    public ConsoleView(PrintWriter out) {
        this.out = out;
    }

    void open(ConversationId conversation, @Nullable UserId user) {
        current = conversation;
        self = user;
    }

    @Nullable
    ConversationId current() {
        return current;
    }

    static String title(ConversationSummary row) {
        String title = row.conversation().title();
        if (title != null) {
            return title;
        }
        UserId peer = row.peer();
        return peer == null ? row.conversation().id().value() : "@" + peer;
    }

    @Override
    public void connectionChanged(ConnectionState state) {
        switch (state.phase()) {
            case LIVE -> out.println("* connected");
            case WAITING -> out.println("* offline (" + state.detail() + "), will try again; what you write is kept");
            case STOPPED -> out.println("* stopped " + state.detail());
            default -> {
                // On the way to one of the others.
            }
        }
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        if (live || caughtUpOnce) {
            print(conversation, item);
        }
    }

    /** What the first sync brings is for {@code /open}; what a later one brings was missed while offline. */
    @Override
    public void synced() {
        caughtUpOnce = true;
    }

    void print(ConversationId conversation, EntryPage.Item item) {
        String text = item instanceof EntryPage.Said said
                ? describe(said.message())
                : describe(((EntryPage.Happened) item).entry());
        if (!text.isEmpty()) {
            String where = conversation.equals(current) ? "" : "(" + titles.getOrDefault(conversation, "new") + ") ";
            out.println(where + text);
        }
    }

    private String describe(Message message) {
        String text = message.deleted()
                ? "(deleted)"
                : message.body().content().isText()
                        ? printable(message.body().content().text())
                        : "(" + message.body().content().mediaType() + ")";
        String edited = message.editSeq() > 0 ? " (edited)" : "";
        UserId sender = message.posted().origin().sender();
        return CLOCK.format(message.posted().time()) + " #" + message.seq() + " " + name(sender) + ": " + text + edited;
    }

    private String describe(Entry entry) {
        String who = name(entry.origin().sender());
        EntryBody body = entry.body();
        if (body instanceof EntryBody.Created created) {
            return "* " + who + " started " + (created.title() == null ? "the chat" : printable(created.title()));
        } else if (body instanceof EntryBody.Renamed renamed) {
            return "* " + who + " renamed it to " + printable(renamed.title());
        } else if (body instanceof EntryBody.MembersAdded added) {
            return "* " + who + " added "
                    + added.members().stream()
                            .map(member -> name(member.user()))
                            .toList();
        } else if (body instanceof EntryBody.MemberRemoved removed) {
            return "* " + who + " removed " + name(removed.user());
        } else if (body instanceof EntryBody.Reaction reaction && reaction.present()) {
            return "* " + who + " reacted " + printable(reaction.emoji()) + " to #" + reaction.target();
        } else if (body instanceof EntryBody.Edit edit && edit.body() != null) {
            return "* " + who + " changed #" + edit.target() + ": "
                    + printable(edit.body().content().text());
        } else if (body instanceof EntryBody.Delete delete) {
            return "* " + who + " deleted #" + delete.target();
        }
        return "";
    }

    private String name(UserId user) {
        return user.equals(self) ? "you" : printable(user.value());
    }

    /** What others wrote must not move the cursor or recolour the terminal. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\u200d]]", " ");
    }

    @Override
    public void conversationChanged(ConversationSummary row) {
        titles.put(row.conversation().id(), printable(title(row)));
    }

    @Override
    public void marksChanged(ConversationId conversation, UserId user, Marks marks) {
        if (conversation.equals(current) && !user.equals(self)) {
            out.println(
                    marks.read() >= marks.delivered()
                            ? "  ✓✓ " + name(user) + " read up to #" + marks.read()
                            : "  ✓✓ delivered to " + name(user) + " up to #" + marks.delivered());
        }
    }

    @Override
    public void sent(Sending sending, Outcome outcome) {
        out.println(
                outcome instanceof Outcome.Acked acked
                        ? "  ✓ #" + acked.ack().seq()
                        : "  ✗ " + ((Outcome.Rejected) outcome).code());
    }

    @Override
    public void typing(ConversationId conversation, UserId user, boolean active) {
        if (active && conversation.equals(current)) {
            out.println("  … " + name(user) + " is typing");
        }
    }

    @Override
    public void presence(Presence presence) {
        out.println("* " + name(presence.user()) + (presence.online() ? " is online" : " is offline"));
    }
}
