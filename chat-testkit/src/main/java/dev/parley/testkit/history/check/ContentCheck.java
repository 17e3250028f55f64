package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.ChangeKind;
import dev.parley.testkit.history.LogEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the messages of one conversation may say, and which may say nothing any more. Confined to its checker. */
final class ContentCheck {

    private final String conversation;
    private final Findings findings;
    /** By the seq of the message. */
    private final Map<Long, Set<String>> edits = new HashMap<>();

    private final Map<Long, Long> deletesAcked = new HashMap<>();
    private final Map<Long, Long> deleteSeqs = new HashMap<>();

    ContentCheck(String conversation, Findings findings) {
        this.conversation = conversation;
        this.findings = findings;
    }

    void invoked(Change change) {
        if (change.kind() == ChangeKind.EDIT && change.content() != null) {
            edits.computeIfAbsent(change.target(), target -> new HashSet<>(2)).add(change.content());
        }
    }

    void acked(Change change) {
        if (change.kind() == ChangeKind.DELETE) {
            deletesAcked.putIfAbsent(change.target(), findings.now());
        }
    }

    /**
     * Judges what an observer was shown.
     *
     * @param asked when the observer asked for it: a push may have been on its way when a delete was acked
     * @param view the device that was shown it, or null for a read
     * @param intent who said it, or null when that is not known
     */
    void seen(LogEntry entry, long asked, @Nullable DeviceView view, @Nullable Intent intent) {
        Change change = entry.change();
        if (change.kind() == ChangeKind.DELETE) {
            deleteSeqs.merge(change.target(), entry.seq(), Math::min);
        }
        String content = change.content();
        boolean message = change.kind() == ChangeKind.MESSAGE;
        if (content == null || (!message && change.kind() != ChangeKind.EDIT)) {
            return;
        }
        long target = message ? entry.seq() : change.target();
        Long acked = deletesAcked.get(target);
        Long deleteSeq = view == null ? null : deleteSeqs.get(target);
        if ((acked != null && acked < asked) || (view != null && deleteSeq != null && view.covers(deleteSeq))) {
            findings.add(
                    Rule.CONTENT_AFTER_DELETE,
                    conversation,
                    "the message at " + target + " is deleted, yet " + observer(view) + " shows what it said");
        } else if (message
                && intent != null
                && !intent.says(content)
                && !edits.getOrDefault(target, Set.of()).contains(content)) {
            findings.add(
                    Rule.PHANTOM, conversation, "nobody wrote what the message at " + target + " says: " + content);
        }
    }

    private static String observer(@Nullable DeviceView view) {
        return view == null ? "a read" : view.client.toString();
    }
}
