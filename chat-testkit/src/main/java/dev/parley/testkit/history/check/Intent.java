package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.ChangeKind;
import dev.parley.testkit.history.Client;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one (sender, key) of a conversation was used for, and what became of it. Numbers are those of events; 0 is never.
 * Confined to its checker.
 */
final class Intent {

    final String sender;
    final String key;
    /** Usually one: using a key again for something else is refused. */
    private final List<Variant> variants = new ArrayList<>(1);

    long firstInvoked;

    @Nullable
    Client client;
    /** When the operation that was acked first had been invoked. */
    long ackedInvoked;

    long ackSeq;
    /** The highest seq acked to anybody, and to any other device, when this was first invoked. */
    long floor;

    long floorOfOthers;
    /** Where it stands in the log, or else where it was seen first. */
    long place;

    boolean phantom;
    boolean duplicate;

    Intent(String sender, String key) {
        this.sender = sender;
        this.key = key;
    }

    Variant variant(Change change) {
        for (Variant variant : variants) {
            if (variant.change.equals(change)) {
                return variant;
            }
        }
        Variant variant = new Variant(change);
        variants.add(variant);
        return variant;
    }

    /** The variant that an entry may have come from, or null. */
    @Nullable
    Variant match(Change shown) {
        Variant match = null;
        for (Variant variant : variants) {
            if (variant.fits(shown) && (match == null || variant.better(match, shown))) {
                match = variant;
            }
        }
        return match;
    }

    boolean says(String content) {
        return variants.stream().anyMatch(variant -> content.equals(variant.change.content()));
    }

    /** Tells whether it is in the log although its sender was told that it never will be. */
    boolean resurrected() {
        return variants.stream().anyMatch(Variant::resurrected);
    }

    @Override
    public String toString() {
        return key + " of " + sender;
    }

    /** One change under the key. */
    static final class Variant {

        private final Change change;
        private boolean acked;
        private boolean present;
        private int pending;
        private long lastRefusedInvoked;
        private long lastUnknownEnded;

        private Variant(Change change) {
            this.change = change;
        }

        void invoked() {
            pending++;
        }

        void acked() {
            pending--;
            acked = true;
        }

        void refused(long invoked) {
            pending--;
            lastRefusedInvoked = Math.max(lastRefusedInvoked, invoked);
        }

        void unknown(long now) {
            pending--;
            lastUnknownEnded = now;
        }

        void seen() {
            present = true;
        }

        /** A refusal speaks for all attempts that had ended before it was asked for, and for no other. */
        private boolean resurrected() {
            return present && !acked && pending == 0 && lastRefusedInvoked > lastUnknownEnded;
        }

        /** A message may have been edited or deleted since, an edit lost its content, an adding those who were members. */
        private boolean fits(Change shown) {
            return change.kind() == shown.kind()
                    && change.target() == shown.target()
                    && (change.users().equals(shown.users())
                            || new HashSet<>(change.users()).containsAll(shown.users()))
                    && (change.kind() == ChangeKind.MESSAGE
                            || (change.kind() == ChangeKind.EDIT && shown.content() == null)
                            || Objects.equals(change.content(), shown.content()));
        }

        private boolean better(Variant other, Change shown) {
            boolean same = Objects.equals(change.content(), shown.content());
            boolean otherSame = Objects.equals(other.change.content(), shown.content());
            return same == otherSame ? acked && !other.acked : same;
        }
    }
}
