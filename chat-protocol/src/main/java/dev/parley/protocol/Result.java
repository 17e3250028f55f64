package dev.parley.protocol;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import dev.parley.view.ConversationSummary;
import dev.parley.view.Device;
import dev.parley.view.EntryPage;
import dev.parley.view.Member;
import dev.parley.view.MemberMarks;
import dev.parley.view.NodeAddress;
import dev.parley.view.Presence;
import dev.parley.view.Unread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command comes to. All kinds are immutable. */
public sealed interface Result {

    /**
     * The session is open.
     *
     * @param user who the credentials say the client is
     * @param device the device
     * @param time the server's time
     * @param pingMs how often the server pings, in milliseconds; a connection silent for twice that is dead
     * @param limits the server's limits, by their name in {@code docs/limits.md}
     * @param capabilities the optional behaviour that both ends understand
     */
    record Welcome(
            UserId user,
            DeviceId device,
            Instant time,
            long pingMs,
            Map<String, Long> limits,
            List<String> capabilities)
            implements Result {
        public Welcome {
            limits = Copies.of(limits);
            capabilities = List.copyOf(capabilities);
        }
    }

    /** Done, and there is nothing more to say. */
    record Done() implements Result {}

    /**
     * The entry is in the store (G1).
     *
     * @param conversation where
     * @param seq its place in the log
     * @param id its id
     * @param time the server's time when it was made
     */
    record Ack(ConversationId conversation, long seq, UUID id, Instant time) implements Result {}

    /**
     * The user's marks after a receipt.
     *
     * @param marks the marks
     */
    record MarksAre(Marks marks) implements Result {}

    /**
     * A stretch of a log.
     *
     * @param page the entries
     */
    record Page(EntryPage page) implements Result {}

    /**
     * A page of the inbox.
     *
     * @param conversations the rows
     * @param next the cursor of the next page, or null on the last
     */
    record InboxPage(
            List<ConversationSummary> conversations,
            @Nullable String next) implements Result {
        public InboxPage {
            conversations = List.copyOf(conversations);
        }
    }

    /**
     * One conversation.
     *
     * @param conversation its row of the inbox
     */
    record Opened(ConversationSummary conversation) implements Result {}

    /**
     * A page of members.
     *
     * @param members by ascending user id
     * @param more whether there are further ones
     */
    record Members(List<Member> members, boolean more) implements Result {
        public Members {
            members = List.copyOf(members);
        }
    }

    /**
     * How far every member is.
     *
     * @param marks member by member
     */
    record MemberMarksAre(List<MemberMarks> marks) implements Result {
        public MemberMarksAre {
            marks = List.copyOf(marks);
        }
    }

    /**
     * What is unread everywhere.
     *
     * @param unread the sum over all conversations
     * @param conversations how many conversations have unread messages
     */
    record UnreadIs(Unread unread, int conversations) implements Result {}

    /**
     * Who is there.
     *
     * @param presences user by user; users whom the caller may not see are shown offline
     */
    record Presences(List<Presence> presences) implements Result {
        public Presences {
            presences = List.copyOf(presences);
        }
    }

    /**
     * The user's devices.
     *
     * @param devices most recently seen first
     */
    record Devices(List<Device> devices) implements Result {
        public Devices {
            devices = List.copyOf(devices);
        }
    }

    /**
     * Some users.
     *
     * @param users their ids
     */
    record Users(List<UserId> users) implements Result {
        public Users {
            users = List.copyOf(users);
        }
    }

    /**
     * The nodes to connect to.
     *
     * @param nodes best first; empty where the server knows of none to name: stay where you are
     */
    record Nodes(List<NodeAddress> nodes) implements Result {
        public Nodes {
            nodes = List.copyOf(nodes);
        }
    }
}
