package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Answer;
import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.ChangeKind;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.LogEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges one conversation. Confined to its checker. */
final class ConversationCheck {

    private record Identity(String sender, String key) {}

    final MarkCheck marks;
    private final String name;
    private final Findings findings;
    private final ContentCheck contents;
    private final AckOrder order;
    private final AccessCheck access;
    private final Membership membership = new Membership();
    private final FinalLog log;
    private final Map<Identity, Intent> intents = new HashMap<>();
    private final Map<Client, DeviceView> views = new HashMap<>();
    private long base;

    ConversationCheck(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
        this.marks = new MarkCheck(name, findings);
        this.contents = new ContentCheck(name, findings);
        this.order = new AckOrder(name, findings);
        this.access = new AccessCheck(name, findings);
        this.log = new FinalLog(name, findings);
    }

    void base(long head, List<String> users, boolean fullHistory) {
        base = head;
        membership.base(users, fullHistory);
    }

    DeviceView view(Client client) {
        return views.computeIfAbsent(client, DeviceView::new);
    }

    Intent invoked(Client client, String key, Change change, long when) {
        Intent intent = intent(client.user(), key);
        if (intent.firstInvoked == 0) {
            intent.firstInvoked = when;
            intent.client = client;
            order.invoked(intent, client);
        }
        intent.variant(change).invoked();
        contents.invoked(change);
        return intent;
    }

    /** A write of which only the answer tells that it was one to this conversation: nothing had to stand before it. */
    Intent learnt(Client client, String key, Change change, long when) {
        Intent intent = invoked(client, key, change, when);
        if (intent.firstInvoked == when) {
            intent.floor = 0;
            intent.floorOfOthers = 0;
        }
        return intent;
    }

    void acked(Intent intent, Client client, Change change, long invoked, long seq) {
        intent.variant(change).acked();
        contents.acked(change);
        DeviceView view = view(client);
        view.known = Math.max(view.known, seq);
        if (intent.ackedInvoked == 0) {
            intent.ackedInvoked = invoked;
            intent.ackSeq = seq;
            order.acked(client, seq);
        } else if (intent.ackSeq != seq && !intent.duplicate) {
            intent.duplicate = true;
            findings.add(Rule.DUPLICATE, name, intent + " was acked at " + intent.ackSeq + " and at " + seq);
        }
    }

    void delivered(DeviceView view, LogEntry entry) {
        Intent intent = seen(entry, view.born, view);
        if (!view.show(entry.seq(), findings.now())) {
            findings.add(Rule.DUPLICATE, name, view.client + " was shown " + entry.seq() + " again: " + intent);
        }
    }

    void redrawn(DeviceView view, LogEntry entry) {
        seen(entry, view.born, view);
    }

    void caughtUp(DeviceView view, long head) {
        if (view.last() < head) {
            findings.add(
                    Rule.UNDELIVERED, name, view.client + " was shown nothing after " + view.last() + ", of " + head);
        }
    }

    void read(Client reader, @Nullable Long after, Answer.Page page, long floor, long invoked) {
        if (page.head() < floor) {
            findings.add(Rule.STALE_READ, name, reader + " read up to " + page.head() + ", having known of " + floor);
        }
        DeviceView view = view(reader);
        view.known = Math.max(view.known, page.head());
        page.entries().forEach(entry -> seen(entry, invoked, null));
        access.read(reader, page.entries(), after == null ? -1 : after);
    }

    void finalPage(long head, List<LogEntry> entries) {
        log.page(head);
        for (LogEntry entry : entries) {
            Intent intent = judged(entry, findings.now(), null);
            membership.entry(entry.seq(), entry.change());
            log.stands(entry.seq(), intent);
        }
    }

    private Intent seen(LogEntry entry, long asked, @Nullable DeviceView view) {
        Intent intent = judged(entry, asked, view);
        if (log.seen(entry.seq(), intent)) {
            membership.entry(entry.seq(), entry.change());
        }
        return intent;
    }

    private Intent judged(LogEntry entry, long asked, @Nullable DeviceView view) {
        Intent intent = intent(entry.sender(), entry.key());
        boolean foreign = entry.seq() <= base || entry.change().kind() == ChangeKind.CREATED;
        if (!foreign && !intent.phantom) {
            Intent.Variant variant = intent.match(entry.change());
            if (variant == null) {
                intent.phantom = true;
                findings.add(
                        Rule.PHANTOM,
                        name,
                        intent + " stands at " + entry.seq() + ", and nobody has asked for "
                                + entry.change().kind().wireName() + " under this key");
            } else {
                variant.seen();
            }
        }
        contents.seen(entry, asked, view, foreign || intent.phantom ? null : intent);
        return intent;
    }

    private Intent intent(String sender, String key) {
        return intents.computeIfAbsent(new Identity(sender, key), identity -> new Intent(sender, key));
    }

    /** Judges what the whole history shows; returns false when the log was written to and not read to its end. */
    boolean settle() {
        membership.settle(base);
        for (Intent intent : intents.values()) {
            if (!intent.phantom && intent.resurrected()) {
                intent.place = 0;
                findings.add(
                        Rule.RESURRECTED,
                        name,
                        intent.firstInvoked,
                        intent + " was refused, and is there all the same");
            }
        }
        order.settle(log.settle(intents.values()));
        views.values().forEach(access::device);
        access.settle(membership);
        if (log.complete()) {
            marks.settle(log.head());
        }
        return log.complete() || intents.isEmpty();
    }
}
