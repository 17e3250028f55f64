package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Answer;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistorySink;
import dev.parley.testkit.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history event by event, by every {@link Rule}. Its memory grows with the number of writes and of devices, not
 * with the number of deliveries. It can stand behind a recorder while a run goes on, or read a file afterwards.
 *
 * <p>Confined to one thread, or to the recorder that calls it.
 */
public final class HistoryChecker implements HistorySink {

    /** An operation that has not ended. */
    private record Pending(
            Client client,
            Operation operation,
            long invoked,
            @Nullable Intent intent,
            long known,
            MarkCheck.@Nullable Marks marks) {}

    /** A device's present life, and the last one that began with nothing. */
    private record Life(long born, long fresh) {}

    private final Findings findings = new Findings();
    private final Map<String, ConversationCheck> conversations = new LinkedHashMap<>();
    private final Map<Long, Pending> pending = new HashMap<>();
    private final Map<Client, Life> lives = new HashMap<>();
    private long acked;
    private long refused;
    private long unknown;
    private long shown;
    private long faults;

    /** A checker that has seen nothing. */
    public HistoryChecker() {}

    /**
     * Takes the next event.
     *
     * @param event the event
     * @throws IllegalArgumentException for an end without an operation, or an answer that does not answer it
     */
    @Override
    public void accept(HistoryEvent event) {
        findings.nextEvent();
        if (event instanceof HistoryEvent.Delivered e) {
            shown++;
            conversation(e.conversation()).delivered(view(e.client(), e.conversation()), e.entry());
        } else if (event instanceof HistoryEvent.Invoked e) {
            invoked(e);
        } else if (event instanceof HistoryEvent.Succeeded e) {
            acked++;
            succeeded(ended(e.op()), e.answer());
        } else if (event instanceof HistoryEvent.Refused e) {
            refused++;
            refused(ended(e.op()));
        } else if (event instanceof HistoryEvent.Unknown e) {
            unknown++;
            unknown(ended(e.op()));
        } else if (event instanceof HistoryEvent.Redrawn e) {
            conversation(e.conversation()).redrawn(view(e.client(), e.conversation()), e.entry());
        } else if (event instanceof HistoryEvent.Marked e) {
            conversation(e.conversation())
                    .marks
                    .observed(e.client(), e.user(), new MarkCheck.Marks(e.delivered(), e.read()));
        } else if (event instanceof HistoryEvent.Reset e) {
            view(e.client(), e.conversation()).reset();
        } else if (event instanceof HistoryEvent.CaughtUp e) {
            conversation(e.conversation()).caughtUp(view(e.client(), e.conversation()), e.head());
        } else if (event instanceof HistoryEvent.Started e) {
            started(e);
        } else if (event instanceof HistoryEvent.Base e) {
            conversation(e.conversation()).base(e.head(), e.users(), e.fullHistory());
        } else if (event instanceof HistoryEvent.Final e) {
            conversation(e.conversation()).finalPage(e.head(), e.entries());
        } else if (event instanceof HistoryEvent.Fault e && e.active()) {
            faults++;
        }
    }

    private void started(HistoryEvent.Started event) {
        Life before = lives.getOrDefault(event.client(), new Life(0, 0));
        lives.put(event.client(), new Life(findings.now(), event.fresh() ? findings.now() : before.fresh));
    }

    private void invoked(HistoryEvent.Invoked event) {
        Client client = event.client();
        Operation operation = event.operation();
        Intent intent = null;
        MarkCheck.Marks marks = null;
        long known = 0;
        if (operation instanceof Operation.Write write && write.conversation() != null) {
            intent = conversation(write.conversation()).invoked(client, write.key(), write.change(), findings.now());
        } else if (operation instanceof Operation.Mark mark) {
            known = view(client, mark.conversation()).known;
            marks = conversation(mark.conversation()).marks.floor(client, mark, known);
        } else if (operation instanceof Operation.Read read) {
            known = view(client, read.conversation()).known;
        }
        if (pending.put(event.op(), new Pending(client, operation, findings.now(), intent, known, marks)) != null) {
            throw new IllegalArgumentException(
                    "event " + findings.now() + ": operation " + event.op() + " began twice");
        }
    }

    private Pending ended(long op) {
        Pending ended = pending.remove(op);
        if (ended == null) {
            throw new IllegalArgumentException(
                    "event " + findings.now() + ": operation " + op + " did not begin, or ended already");
        }
        return ended;
    }

    private void succeeded(Pending op, Answer answer) {
        if (op.operation instanceof Operation.Write write && answer instanceof Answer.Stored stored) {
            stored(op, write, stored);
        } else if (op.operation instanceof Operation.Mark mark
                && answer instanceof Answer.Marks marks
                && op.marks != null) {
            conversation(mark.conversation())
                    .marks
                    .answered(op.client, op.marks, new MarkCheck.Marks(marks.delivered(), marks.read()));
        } else if (op.operation instanceof Operation.Read read && answer instanceof Answer.Page page) {
            conversation(read.conversation()).read(op.client, read.after(), page, op.known, op.invoked);
        } else {
            throw new IllegalArgumentException(
                    "event " + findings.now() + ": " + answer + " does not answer " + op.operation);
        }
    }

    private void stored(Pending op, Operation.Write write, Answer.Stored stored) {
        String name = write.conversation() == null ? stored.conversation() : write.conversation();
        if (name == null) {
            throw new IllegalArgumentException("event " + findings.now() + ": the ack names no conversation");
        }
        ConversationCheck conversation = conversation(name);
        Intent intent =
                op.intent == null ? conversation.learnt(op.client, write.key(), write.change(), op.invoked) : op.intent;
        conversation.acked(intent, op.client, write.change(), op.invoked, stored.seq());
    }

    private static void refused(Pending op) {
        if (op.intent != null && op.operation instanceof Operation.Write write) {
            op.intent.variant(write.change()).refused(op.invoked);
        }
    }

    private void unknown(Pending op) {
        if (op.intent != null && op.operation instanceof Operation.Write write) {
            op.intent.variant(write.change()).unknown(findings.now());
        }
    }

    private ConversationCheck conversation(String name) {
        return conversations.computeIfAbsent(name, n -> new ConversationCheck(n, findings));
    }

    private DeviceView view(Client client, String conversation) {
        DeviceView view = conversation(conversation).view(client);
        Life life = lives.get(client);
        if (life != null && view.born < life.born) {
            view.started(life.fresh > view.born, life.born);
        }
        return view;
    }

    /**
     * Judges what only the whole history shows. Call it once, at the end.
     *
     * @return everything found
     */
    public HistoryReport finish() {
        List<String> withoutFinal = new ArrayList<>();
        conversations.forEach((name, conversation) -> {
            if (!conversation.settle()) {
                withoutFinal.add(name);
            }
        });
        return new HistoryReport(
                findings.violations(),
                findings.counts(),
                withoutFinal,
                new HistoryReport.Tally(findings.now(), acked, refused, unknown + pending.size(), shown, faults));
    }
}
