package dev.parley.testkit.history;

import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.view.EntryPage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Says Parley's own commands and entries in the words of a history. Thread-safe. */
public final class ParleyEntries {

    /** Longer texts are recorded by their digest: a history is read by people. */
    private static final int LONGEST_TEXT = 120;

    private ParleyEntries() {}

    /**
     * What a command asks for.
     *
     * @param command the command
     * @return the write; empty for one that appends nothing, and for {@link Command.SendTo}, which names no conversation
     */
    public static Optional<Operation.Write> write(Command command) {
        Change change = null;
        if (command instanceof Command.Send c) {
            change = Change.message(content(c.body()));
        } else if (command instanceof Command.Edit c) {
            change = Change.edit(c.target(), content(c.body()));
        } else if (command instanceof Command.Delete c) {
            change = Change.delete(c.target());
        } else if (command instanceof Command.React c) {
            change = Change.reaction(c.target(), c.emoji(), c.present());
        } else if (command instanceof Command.Rename c) {
            change = Change.renamed(c.title());
        } else if (command instanceof Command.AddMembers c) {
            change = Change.membersAdded(users(c.members()));
        } else if (command instanceof Command.RemoveMember c) {
            change = Change.memberRemoved(c.user().value());
        } else if (command instanceof Command.ChangeRole c) {
            change = Change.roleChanged(c.user().value(), c.role().wireName());
        }
        return change != null && command instanceof Command.Write write
                ? Optional.of(new Operation.Write(write.conversation().value(), write.key(), change))
                : Optional.empty();
    }

    /**
     * What a user's command asks for. A direct conversation is known by its pair, so that this one knows where a {@link
     * Command.SendTo} writes to.
     *
     * @param user who asks
     * @param command the command
     * @return the write; empty for one that appends nothing
     */
    public static Optional<Operation.Write> write(UserId user, Command command) {
        return command instanceof Command.SendTo c
                ? Optional.of(new Operation.Write(
                        ConversationId.direct(user, c.to()).value(), c.key(), Change.message(content(c.body()))))
                : write(command);
    }

    /**
     * What a client or a page shows at one place.
     *
     * @param item the item
     * @return the entry; empty for an entry of a kind that this version does not know
     */
    public static Optional<LogEntry> entry(EntryPage.Item item) {
        if (item instanceof EntryPage.Said said) {
            return Optional.of(entry(said.message()));
        }
        return entry(((EntryPage.Happened) item).entry());
    }

    /**
     * A message as it is now.
     *
     * @param message the message
     * @return the entry, without content where the message is deleted
     */
    public static LogEntry entry(Message message) {
        return entry(message.posted(), Change.message(message.deleted() ? null : content(message.body())));
    }

    /**
     * An entry of the log.
     *
     * @param entry the entry
     * @return the same; empty for one of a kind that this version does not know
     */
    public static Optional<LogEntry> entry(Entry entry) {
        EntryBody body = entry.body();
        Change change = null;
        if (body instanceof EntryBody.Posted b) {
            change = Change.message(content(b.body()));
        } else if (body instanceof EntryBody.Edit b) {
            change = Change.edit(b.target(), b.body() == null ? null : content(b.body()));
        } else if (body instanceof EntryBody.Delete b) {
            change = Change.delete(b.target());
        } else if (body instanceof EntryBody.Reaction b) {
            change = Change.reaction(b.target(), b.emoji(), b.present());
        } else if (body instanceof EntryBody.Renamed b) {
            change = Change.renamed(b.title());
        } else if (body instanceof EntryBody.MembersAdded b) {
            change = Change.membersAdded(users(b.members()));
        } else if (body instanceof EntryBody.MemberRemoved b) {
            change = Change.memberRemoved(b.user().value());
        } else if (body instanceof EntryBody.RoleChanged b) {
            change = Change.roleChanged(b.user().value(), b.role().wireName());
        } else if (body instanceof EntryBody.Created b) {
            change = Change.created(users(b.members()), b.history() == HistoryPolicy.FULL);
        }
        return Optional.ofNullable(change == null ? null : entry(entry, change));
    }

    private static LogEntry entry(Entry entry, Change change) {
        return new LogEntry(
                entry.seq(), entry.origin().sender().value(), entry.origin().key(), change);
    }

    private static List<String> users(List<MemberSpec> members) {
        return members.stream().map(member -> member.user().value()).toList();
    }

    private static String content(MessageBody body) {
        return content(body.content());
    }

    /** What a message says, in a form that is equal exactly when the content is. */
    private static String content(Content content) {
        if (content.isText() && content.bytes().length <= LONGEST_TEXT) {
            return content.text();
        }
        return content.mediaType() + (content.isEncrypted() ? " encrypted " : " ") + digest(content.bytes());
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
