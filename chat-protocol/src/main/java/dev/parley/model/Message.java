package dev.parley.model;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message and what later entries made of it. Applying modifications is commutative, associative and idempotent, so
 * that every device arrives at the same message whatever the order of arrival (G20): the edit with the highest seq
 * wins, a delete wins over everything, and of each user's setting and taking back of one emoji the highest seq wins.
 * Immutable.
 *
 * @param posted the entry that posted it; once deleted, its body is {@link #TOMBSTONE}
 * @param editSeq the seq of the edit that it shows, or 0; 0 once deleted
 * @param deleteSeq the seq of the entry that deleted it, or 0
 * @param reactions every reaction ever set on it, also those taken back, ordered by user and emoji; empty once deleted
 * @param asOf the head up to which modifications are surely included: one with a seq at or below it changes nothing
 */
public record Message(Entry posted, long editSeq, long deleteSeq, List<ReactionState> reactions, long asOf) {

    /** What a deleted message says: nothing. */
    public static final MessageBody TOMBSTONE = MessageBody.of(Content.of("application/x-parley-deleted", new byte[0]));

    /**
     * The newest word of one user on one emoji.
     *
     * @param user the user
     * @param emoji the reaction
     * @param present whether it is set
     * @param seq the entry that said so
     */
    public record ReactionState(UserId user, String emoji, boolean present, long seq) {}

    public Message {
        reactions = deleteSeq > 0 ? List.of() : List.copyOf(reactions);
        if (deleteSeq > 0) {
            editSeq = 0; // what it said before no longer matters, nor in which order edit and delete arrived
            posted = posted.withBody(new EntryBody.Posted(TOMBSTONE));
        }
    }

    /**
     * A message that nothing has modified yet.
     *
     * @param posted an entry whose body is {@link EntryBody.Posted}
     * @return the message
     */
    public static Message of(Entry posted) {
        if (!(posted.body() instanceof EntryBody.Posted)) {
            throw new IllegalArgumentException(
                    "posted: " + posted.body().getClass().getSimpleName() + " (expected: Posted)");
        }
        return new Message(posted, 0, 0, List.of(), posted.seq());
    }

    /**
     * What it says now.
     *
     * @return the body: the newest edit's where it was edited, {@link #TOMBSTONE} where it was deleted
     */
    public MessageBody body() {
        return ((EntryBody.Posted) posted.body()).body();
    }

    /**
     * Its place in the log.
     *
     * @return the seq of the entry that posted it
     */
    public long seq() {
        return posted.seq();
    }

    /**
     * Tells whether it was deleted.
     *
     * @return true for a tombstone
     */
    public boolean deleted() {
        return deleteSeq > 0;
    }

    /**
     * Applies all modifications among some entries.
     *
     * @param entries entries of the same conversation, in any order; those that do not target this message are skipped
     * @return the message after them
     */
    public Message applyAll(Collection<Entry> entries) {
        Message message = this;
        for (Entry entry : entries) {
            message = message.apply(entry);
        }
        return message;
    }

    /**
     * Applies one modification.
     *
     * @param entry an edit, delete or reaction; one that targets another message, or is included already, changes
     *     nothing
     * @return the message after it
     */
    public Message apply(Entry entry) {
        if (entry.body().target() != seq()
                || entry.seq() <= asOf
                || (deleted() && !(entry.body() instanceof EntryBody.Delete))) {
            return this;
        }
        if (entry.body() instanceof EntryBody.Delete) {
            return new Message(
                    posted, editSeq, deleted() ? Math.min(deleteSeq, entry.seq()) : entry.seq(), List.of(), asOf);
        }
        if (entry.body() instanceof EntryBody.Edit edit) {
            return entry.seq() > editSeq ? edited(entry.seq(), edit.body()) : this;
        }
        if (entry.body() instanceof EntryBody.Reaction reaction) {
            return reacted(entry.origin().sender(), reaction, entry.seq());
        }
        return this;
    }

    /**
     * The same message, known to include everything up to a head.
     *
     * @param head the head
     * @return the message
     */
    public Message asOf(long head) {
        return new Message(posted, editSeq, deleteSeq, reactions, Math.max(asOf, head));
    }

    private Message edited(long seq, @Nullable MessageBody body) {
        if (body == null) {
            return this;
        }
        // Whom it mentions was decided when it was posted: that is what unread mentions count, on every device alike.
        MessageBody kept = new MessageBody(body.content(), body().mentions(), body().replyTo(), body.custom());
        return new Message(posted.withBody(new EntryBody.Posted(kept)), seq, 0, reactions, asOf);
    }

    private Message reacted(UserId user, EntryBody.Reaction reaction, long seq) {
        TreeMap<String, ReactionState> byUserAndEmoji = new TreeMap<>();
        for (ReactionState state : reactions) {
            byUserAndEmoji.put(state.user().value() + '\0' + state.emoji(), state);
        }
        byUserAndEmoji.merge(
                user.value() + '\0' + reaction.emoji(),
                new ReactionState(user, reaction.emoji(), reaction.present(), seq),
                (old, fresh) -> fresh.seq() > old.seq() ? fresh : old);
        return new Message(posted, editSeq, deleteSeq, List.copyOf(byUserAndEmoji.values()), asOf);
    }
}
