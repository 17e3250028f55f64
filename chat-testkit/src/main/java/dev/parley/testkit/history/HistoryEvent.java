package dev.parley.testkit.history;

import java.util.List;

/**
 * One line of a history. Every kind begins with {@code t}: nanoseconds of a clock that all recorders of the history share
 * and that never steps back; where it starts means nothing. All kinds are immutable.
 */
public sealed interface HistoryEvent {

    /** The version of the format that this kit writes, and the highest that it reads. */
    int VERSION = 1;

    /**
     * When it happened.
     *
     * @return nanoseconds
     */
    long t();

    /**
     * A process begins to record. Operations of its file that have no outcome yet never get one.
     *
     * @param t when
     * @param version the format's version
     * @param process the process's id
     */
    record Opened(long t, int version, String process) implements HistoryEvent {}

    /**
     * A conversation that existed before recording began. What stands in it already is not asked for.
     *
     * @param t when
     * @param conversation which
     * @param head its head
     * @param users its members
     * @param fullHistory whether later members see what was said before they joined
     */
    record Base(long t, String conversation, long head, List<String> users, boolean fullHistory)
            implements HistoryEvent {
        /** Copies the list. */
        public Base {
            users = List.copyOf(users);
        }
    }

    /**
     * A life of a device begins: its process starts.
     *
     * @param t when
     * @param client the device
     * @param fresh true when it has none of the data of its former lives
     */
    record Started(long t, Client client, boolean fresh) implements HistoryEvent {}

    /**
     * A client asks for something. Recorded before the request leaves.
     *
     * @param t when
     * @param op a number that no other operation of this process has
     * @param client who asks
     * @param operation what for
     */
    record Invoked(long t, long op, Client client, Operation operation) implements HistoryEvent {}

    /**
     * An operation is done. Recorded after the answer arrived.
     *
     * @param t when
     * @param op which
     * @param answer what came of it
     */
    record Succeeded(long t, long op, Answer answer) implements HistoryEvent {}

    /**
     * An operation is refused for good: it had no effect, and never will.
     *
     * @param t when
     * @param op which
     * @param code the error's code
     */
    record Refused(long t, long op, String code) implements HistoryEvent {}

    /**
     * The client gives up waiting: the operation had its effect, or will, or won't.
     *
     * @param t when
     * @param op which
     */
    record Unknown(long t, long op) implements HistoryEvent {}

    /**
     * A device shows an entry at the end of what it shows of a conversation.
     *
     * @param t when
     * @param client the device
     * @param conversation where
     * @param entry the entry
     */
    record Delivered(long t, Client client, String conversation, LogEntry entry) implements HistoryEvent {}

    /**
     * A device shows a message that it was delivered before anew, because it was edited or deleted.
     *
     * @param t when
     * @param client the device
     * @param conversation where
     * @param entry the message as it is now
     */
    record Redrawn(long t, Client client, String conversation, LogEntry entry) implements HistoryEvent {}

    /**
     * A device drops what it shows of a conversation and starts anew further on: what it missed was more than it is sent.
     *
     * @param t when
     * @param client the device
     * @param conversation which
     */
    record Reset(long t, Client client, String conversation) implements HistoryEvent {}

    /**
     * A device should have been shown everything up to a seq by now.
     *
     * @param t when
     * @param client the device
     * @param conversation where
     * @param head the seq
     */
    record CaughtUp(long t, Client client, String conversation, long head) implements HistoryEvent {}

    /**
     * A device learns how far somebody has received and read.
     *
     * @param t when
     * @param client the device
     * @param conversation where
     * @param user whose marks
     * @param delivered up to which seq that user has received
     * @param read up to which seq that user has read
     */
    record Marked(long t, Client client, String conversation, String user, long delivered, long read)
            implements HistoryEvent {}

    /**
     * A fault begins or ends; a fault without duration only begins. It changes no rule, and explains what is found.
     *
     * @param t when
     * @param name what, for example {@code kill -9}
     * @param target the process or the connection that it strikes
     * @param active false when it ends
     */
    record Fault(long t, String name, String target, boolean active) implements HistoryEvent {}

    /**
     * A page of the log as it stands at the very end, when all load has settled. The pages of a conversation come in
     * order, and the last one reaches the head.
     *
     * @param t when
     * @param conversation which
     * @param head the log's head
     * @param entries the page
     */
    record Final(long t, String conversation, long head, List<LogEntry> entries) implements HistoryEvent {
        /** Copies the list. */
        public Final {
            entries = List.copyOf(entries);
        }
    }
}
