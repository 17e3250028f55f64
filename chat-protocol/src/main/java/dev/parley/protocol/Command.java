package dev.parley.protocol;

import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import dev.parley.view.ConversationSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client can ask for. Every command that writes carries an idempotency key: sent again with the same key it has
 * one effect and the same answer. All kinds are immutable.
 */
public sealed interface Command {

    /** A command about one conversation. */
    sealed interface InConversation extends Command {
        /**
         * The conversation.
         *
         * @return its id
         */
        ConversationId conversation();
    }

    /** A command that appends one entry to a conversation's log; answered with {@link Result.Ack}. */
    sealed interface Write extends InConversation {
        /**
         * The idempotency key.
         *
         * @return 1 to 64 characters
         */
        String key();
    }

    /**
     * Opens the session; the first command of every connection. Answered with {@link Result.Welcome}.
     *
     * @param token the credentials, or null when the transport carried them (an {@code Authorization} header)
     * @param device the id of the device
     * @param deviceName what the user calls the device; may be empty
     * @param client name and version of the client library, for the server's log
     * @param capabilities optional behaviour that the client understands
     */
    record Hello(@Nullable String token, DeviceId device, String deviceName, String client, List<String> capabilities)
            implements Command {
        public Hello {
            capabilities = List.copyOf(capabilities);
        }

        /** Leaves out the token: this text ends up in logs. */
        @Override
        public String toString() {
            return "Hello[device=" + device + ", client=" + client + "]";
        }
    }

    /**
     * Catches up. Answered with {@link Result.Done}, then {@link Event.Synced} for each conversation, newest first,
     * then {@link Event.SyncDone}; live events follow.
     *
     * @param cursors per conversation the highest seq up to which the client holds everything
     * @param conversations the most conversations to send, or null for the server's default
     * @param entries the most entries to send per conversation, or null for the server's default
     */
    record Sync(
            Map<ConversationId, Long> cursors,
            @Nullable Integer conversations,
            @Nullable Integer entries) implements Command {
        public Sync {
            cursors = Copies.of(cursors);
        }
    }

    /** Shows that the client is alive. Answered with {@link Result.Done}. */
    record Ping() implements Command {}

    /** Answers {@link Event.Ping}; itself not answered. */
    record Pong() implements Command {}

    /**
     * Posts a message.
     *
     * @param conversation where to
     * @param key the idempotency key
     * @param body the message
     */
    record Send(ConversationId conversation, String key, MessageBody body) implements Write {}

    /**
     * Posts a message to a user, which makes the direct conversation if there is none. Answered with
     * {@link Result.Ack}.
     *
     * @param to the user
     * @param key the idempotency key
     * @param body the message
     */
    record SendTo(UserId to, String key, MessageBody body) implements Command {}

    /**
     * Gives one's own message new content.
     *
     * @param conversation where it stands
     * @param key the idempotency key
     * @param target the seq of the message
     * @param body the new content; its {@code replyTo} is ignored
     */
    record Edit(ConversationId conversation, String key, long target, MessageBody body) implements Write {}

    /**
     * Deletes a message for everybody.
     *
     * @param conversation where it stands
     * @param key the idempotency key
     * @param target the seq of the message
     */
    record Delete(ConversationId conversation, String key, long target) implements Write {}

    /**
     * Sets a reaction or takes it back.
     *
     * @param conversation where the message stands
     * @param key the idempotency key
     * @param target the seq of the message
     * @param emoji the reaction
     * @param present true to set it, false to take it back
     */
    record React(ConversationId conversation, String key, long target, String emoji, boolean present)
            implements Write {}

    /**
     * Says how far this device and user are. Answered with {@link Result.MarksAre}.
     *
     * @param conversation the conversation
     * @param delivered the highest seq up to which the device holds everything, or null
     * @param read the highest seq that the user has read, or null
     * @param hidden true to keep the read mark from others
     */
    record Receipt(
            ConversationId conversation,
            @Nullable Long delivered,
            @Nullable Long read,
            boolean hidden) implements InConversation {}

    /**
     * Reads a stretch of the log; at most one of {@code before}, {@code after} and {@code around} is given, none means
     * the newest. Answered with {@link Result.Page}.
     *
     * @param conversation the conversation
     * @param before entries below this seq, the nearest ones
     * @param after entries above this seq, the nearest ones
     * @param around entries on both sides of this seq, itself included
     * @param limit the most entries, or null for the server's default
     */
    record History(
            ConversationId conversation,
            @Nullable Long before,
            @Nullable Long after,
            @Nullable Long around,
            @Nullable Integer limit)
            implements InConversation {}

    /**
     * Reads the inbox, pinned conversations first, then newest first. Answered with {@link Result.InboxPage}.
     *
     * @param cursor the previous page's {@code next}, or null for the first page
     * @param limit the most conversations, or null for the server's default
     */
    record Inbox(@Nullable String cursor, @Nullable Integer limit) implements Command {}

    /**
     * Reads one row of the inbox. Answered with {@link Result.Opened}.
     *
     * @param conversation the conversation
     */
    record Show(ConversationId conversation) implements InConversation {}

    /**
     * Makes a group or channel, with the caller as its owner. Answered with {@link Result.Opened}.
     *
     * @param key the idempotency key
     * @param kind group or channel
     * @param title the title
     * @param history what later members see of the past
     * @param members further members
     */
    record Create(String key, ConversationKind kind, String title, HistoryPolicy history, List<MemberSpec> members)
            implements Command {
        public Create {
            members = List.copyOf(members);
        }
    }

    /**
     * Makes the direct conversation with a user if there is none. Answered with {@link Result.Opened}.
     *
     * @param user the other user
     */
    record OpenDirect(UserId user) implements Command {}

    /**
     * Renames a group or channel.
     *
     * @param conversation which
     * @param key the idempotency key
     * @param title the new title
     */
    record Rename(ConversationId conversation, String key, String title) implements Write {}

    /**
     * Adds members.
     *
     * @param conversation where to
     * @param key the idempotency key
     * @param members who, in what role; those who are members already stay as they are
     */
    record AddMembers(ConversationId conversation, String key, List<MemberSpec> members) implements Write {
        public AddMembers {
            members = List.copyOf(members);
        }
    }

    /**
     * Removes a member, or leaves.
     *
     * @param conversation where from
     * @param key the idempotency key
     * @param user who; oneself means leaving
     */
    record RemoveMember(ConversationId conversation, String key, UserId user) implements Write {}

    /**
     * Gives a member another role.
     *
     * @param conversation where
     * @param key the idempotency key
     * @param user the member
     * @param role the new role
     */
    record ChangeRole(ConversationId conversation, String key, UserId user, Role role) implements Write {}

    /**
     * Lists members by ascending user id. Answered with {@link Result.Members}.
     *
     * @param conversation whose
     * @param after the last user of the previous page, or null
     * @param limit the most members, or null for the server's default
     */
    record ListMembers(
            ConversationId conversation,
            @Nullable UserId after,
            @Nullable Integer limit) implements InConversation {}

    /**
     * Asks how far every member is; only where fan-out is on write. Answered with {@link Result.MemberMarksAre}.
     *
     * @param conversation the conversation
     */
    record ListMarks(ConversationId conversation) implements InConversation {}

    /**
     * Mutes or pins a conversation, for oneself. Answered with {@link Result.Done}.
     *
     * @param conversation which
     * @param settings the new settings
     */
    record Configure(ConversationId conversation, ConversationSettings settings) implements InConversation {}

    /** Counts what is unread everywhere. Answered with {@link Result.UnreadIs}. */
    record CountUnread() implements Command {}

    /**
     * Says that the user is typing, or stopped; expires by itself. Answered with {@link Result.Done}.
     *
     * @param conversation where
     * @param active false for stopped
     */
    record Typing(ConversationId conversation, boolean active) implements InConversation {}

    /**
     * Watches the presence of some users instead of those watched before; answered with {@link Result.Presences}, then
     * {@link Event.PresenceChanged} for each change.
     *
     * @param users whom; empty to watch nobody
     */
    record Watch(List<UserId> users) implements Command {
        public Watch {
            users = List.copyOf(users);
        }
    }

    /** Lists one's devices. Answered with {@link Result.Devices}. */
    record ListDevices() implements Command {}

    /**
     * Revokes one of one's devices: its session closes, and it cannot connect again. Answered with
     * {@link Result.Done}.
     *
     * @param device which
     */
    record RevokeDevice(DeviceId device) implements Command {}

    /**
     * Blocks a user's direct messages, or lets them through again. Answered with {@link Result.Done}.
     *
     * @param user whom
     * @param blocked false to unblock
     */
    record Block(UserId user, boolean blocked) implements Command {}

    /** Lists the users whom one blocks. Answered with {@link Result.Users}. */
    record ListBlocked() implements Command {}

    /**
     * Asks for the nodes of the cluster to connect to, best first. Answered with {@link Result.Nodes}.
     *
     * @param limit how many at most, or null for as many as the server thinks right
     */
    record ListNodes(@Nullable Integer limit) implements Command {}
}
