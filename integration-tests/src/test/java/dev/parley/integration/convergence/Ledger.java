package dev.parley.integration.convergence;

import dev.parley.client.ClientListener;
import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.integration.sim.SimNet;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import dev.parley.testkit.history.ParleyEntries;
import dev.parley.testkit.history.check.HistoryChecker;
import dev.parley.testkit.history.check.HistoryReport;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What clients ask for, are told and are shown, recorded for the history checker, which judges it in the end. Confined to
 * the test's thread.
 */
final class Ledger {

    private final HistoryChecker checker = new HistoryChecker();
    private final Map<String, Operation.Write> writes = new HashMap<>();
    private final Map<String, Invocation> underWay = new HashMap<>();
    private final Set<String> conversations = new LinkedHashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Blocks blocks = new Blocks(wrong);
    private final Revocations revocations = new Revocations(wrong);
    private long moment;
    private final HistoryRecorder history = new HistoryRecorder(this::happened, () -> ++moment, "simulation");

    private void happened(HistoryEvent event) {
        if (Trace.PRINT) {
            System.out.println(event);
        }
        checker.accept(event);
    }

    Blocks blocks() {
        return blocks;
    }

    Revocations revocations() {
        return revocations;
    }

    /** A device has nothing yet. */
    void begins(Client client) {
        history.started(client, true);
    }

    /** Notes a write that a client accepts. */
    void write(Client client, Supplier<Sending> write) {
        Sending[] sending = new Sending[1];
        Invocation invocation = history.invoke(client, () -> {
            sending[0] = write.get();
            Operation.Write asked = ParleyEntries.write(new UserId(client.user()), sending[0].command())
                    .orElseThrow();
            conversations.add(asked.conversation());
            writes.put(sending[0].key(), asked);
            return asked;
        });
        underWay.put(sending[0].key(), invocation);
        blocks.asked(client.user(), sending[0]);
    }

    /** Notes that a conversation is made, under the key that the net gave last. */
    void create(Client client, SimNet net, List<String> users, Supplier<CompletionStage<ConversationSummary>> create) {
        List<CompletionStage<ConversationSummary>> row = new ArrayList<>();
        Invocation invocation = history.invoke(client, () -> {
            row.add(create.get());
            return new Operation.Write(null, net.lastKey(), Change.created(users, false));
        });
        row.get(0).thenAccept(made -> {
            conversations.add(made.conversation().id().value());
            invocation.created(made.conversation().id().value());
        });
    }

    /** Notes that a direct conversation is opened, which tells its head. */
    void open(Client client, UserId other, CompletionStage<ConversationSummary> opened) {
        ConversationId id = ConversationId.direct(new UserId(client.user()), other);
        Invocation invocation = invoke(client, id, null);
        opened.whenComplete((row, failure) -> {
            if (failure == null) {
                invocation.page(row.head(), List.of());
            } else {
                invocation.unknown();
            }
        });
    }

    /** Notes a read; it was asked for in this moment. */
    void read(Client client, Command.History query, CompletionStage<EntryPage> read) {
        Invocation invocation = invoke(client, query.conversation(), query.after());
        read.whenComplete((page, failure) -> {
            if (failure == null) {
                invocation.page(
                        page.head(),
                        page.items().stream()
                                .map(ParleyEntries::entry)
                                .flatMap(Optional::stream)
                                .toList());
            } else {
                invocation.unknown();
            }
        });
    }

    private Invocation invoke(Client client, ConversationId conversation, Long after) {
        conversations.add(conversation.value());
        return history.invoke(client, new Operation.Read(conversation.value(), after));
    }

    /** Listens for a device, through all its lives: it keeps what it has, so that they are one to the checker. */
    ClientListener listener(Client client) {
        return new ClientListener() {
            @Override
            public void sent(Sending sending, Outcome outcome) {
                told(client, sending, outcome);
            }

            @Override
            public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
                conversations.add(conversation.value());
                history.delivered(
                        client, conversation.value(), ParleyEntries.entry(item).orElseThrow());
            }

            @Override
            public void messageChanged(ConversationId conversation, Message message) {
                history.redrawn(client, conversation.value(), ParleyEntries.entry(message));
            }

            @Override
            public void timelineReset(ConversationId conversation) {
                history.reset(client, conversation.value());
            }

            @Override
            public void marksChanged(ConversationId conversation, UserId user, Marks marks) {
                history.marked(client, conversation.value(), user.value(), marks.delivered(), marks.read());
            }
        };
    }

    private void told(Client client, Sending sending, Outcome outcome) {
        Operation.Write asked = writes.get(sending.key());
        Invocation first = underWay.remove(sending.key());
        Invocation invocation = first == null ? history.invoke(client, asked) : first; // said again after a restart
        if (outcome instanceof Outcome.Acked acked) {
            if (!acked.ack().conversation().value().equals(asked.conversation())) {
                wrong.add(sending.key() + " was asked for as " + asked + " and acked as " + acked);
            }
            invocation.stored(acked.ack().seq());
        } else {
            invocation.refused(((Outcome.Rejected) outcome).code());
        }
        blocks.answered(sending.key(), outcome);
    }

    /** Notes what a device must have been shown by now. */
    void caughtUp(SimDevice device) {
        for (ConversationSummary row : device.client().conversations().list()) {
            if (row.role() != null) {
                history.caughtUp(device.self, row.conversation().id().value(), row.head());
            }
        }
    }

    /** Holds everything against the logs. */
    void check(SimNet net) {
        for (String conversation : conversations) {
            List<Entry> log = net.log(new ConversationId(conversation));
            if (!log.isEmpty() && log.get(0).seq() != 1) {
                wrong.add(conversation + " begins with " + log.get(0));
            }
            history.finalPage(conversation, log.size(), shown(log));
        }
        HistoryReport report = checker.finish();
        if (!report.passed()) {
            wrong.add(report.describe());
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }

    /** The log as a reader is shown it: the store keeps what was deleted, and nobody reads it. */
    private static List<LogEntry> shown(List<Entry> log) {
        Set<Long> deleted = new HashSet<>();
        log.stream()
                .map(Entry::body)
                .filter(EntryBody.Delete.class::isInstance)
                .forEach(body -> deleted.add(body.target()));
        return log.stream()
                .map(entry -> {
                    LogEntry plain = ParleyEntries.entry(entry).orElseThrow();
                    Change change = plain.change();
                    if (entry.body() instanceof EntryBody.Posted && deleted.contains(entry.seq())) {
                        change = Change.message(null);
                    } else if (entry.body() instanceof EntryBody.Edit edit && deleted.contains(edit.target())) {
                        change = Change.edit(edit.target(), null);
                    }
                    return new LogEntry(plain.seq(), plain.sender(), plain.key(), change);
                })
                .toList();
    }
}
