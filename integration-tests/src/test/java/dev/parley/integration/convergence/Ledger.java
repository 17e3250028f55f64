package dev.parley.integration.convergence;

import dev.parley.client.ClientListener;
import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.integration.sim.SimNet;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients were told of their writes and shown of conversations, to be held against the logs in the end. Confined to
 * the test's thread.
 */
final class Ledger {

    private record Shown(DeviceId device, ConversationId conversation) {}

    private record Ack(ConversationId conversation, long seq, long submitted, long told) {}

    private final Map<String, Long> submitted = new HashMap<>();
    private final Map<String, Ack> acked = new LinkedHashMap<>();
    private final Map<String, Outcome> rejected = new LinkedHashMap<>();
    private final Map<Shown, Long> lastShown = new HashMap<>();
    private final Set<ConversationId> conversations = new LinkedHashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private long moment;

    /** A write was handed to a client. */
    void submitted(Sending sending) {
        submitted.put(sending.key(), moment++);
    }

    /** Listens for a device, through all its lives. */
    ClientListener listener(DeviceId device) {
        return new ClientListener() {
            @Override
            public void sent(Sending sending, Outcome outcome) {
                told(sending.key(), outcome);
            }

            @Override
            public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
                shown(device, conversation, item.seq());
            }
        };
    }

    private void told(String key, Outcome outcome) {
        if (outcome instanceof Outcome.Acked ack) {
            Result.Ack at = ack.ack();
            conversations.add(at.conversation());
            Ack fresh = new Ack(at.conversation(), at.seq(), submitted.getOrDefault(key, 0L), moment++);
            Ack known = acked.putIfAbsent(key, fresh);
            if (known != null
                    && (known.seq() != fresh.seq() || !known.conversation().equals(fresh.conversation()))) {
                wrong.add(key + " was acked as " + known + ", then as " + fresh);
            }
        } else {
            rejected.put(key, outcome);
        }
    }

    private void shown(DeviceId device, ConversationId conversation, long seq) {
        conversations.add(conversation);
        Long last = lastShown.put(new Shown(device, conversation), seq);
        if (last != null && last >= seq) {
            wrong.add(device + " was shown " + conversation + "#" + seq + " after #" + last);
        }
    }

    /** Holds everything against the logs. */
    void check(SimNet net) {
        for (ConversationId conversation : conversations) {
            check(conversation, net.log(conversation));
        }
        inRealTime();
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }

    private void check(ConversationId conversation, List<Entry> log) {
        Map<String, Long> byKey = new HashMap<>();
        long next = 1;
        for (Entry entry : log) {
            String key = entry.origin().key();
            String at = conversation + "#" + entry.seq();
            if (entry.seq() != next++) {
                wrong.add(at + " does not follow the entry before it");
            }
            if (byKey.putIfAbsent(entry.origin().sender() + " " + key, entry.seq()) != null) {
                wrong.add(at + " has the key of another entry: " + key);
            }
            Outcome refused = rejected.get(key);
            if (refused != null) {
                wrong.add(at + " is there, yet " + key + " was refused: " + refused);
            }
            Ack ack = acked.get(key);
            if (ack != null && (ack.seq() != entry.seq() || !ack.conversation().equals(conversation))) {
                wrong.add(at + " is " + key + ", which was acked as " + ack);
            }
        }
        Set<String> keys = new HashSet<>();
        log.forEach(entry -> keys.add(entry.origin().key()));
        acked.forEach((key, ack) -> {
            if (ack.conversation().equals(conversation) && !keys.contains(key)) {
                wrong.add(key + " was acked as " + ack + " and is not there");
            }
        });
    }

    /** What was acked before something else was submitted comes before it. */
    private void inRealTime() {
        List<Ack> acks = List.copyOf(acked.values());
        for (Ack one : acks) {
            for (Ack other : acks) {
                boolean before =
                        one.told() < other.submitted() && one.conversation().equals(other.conversation());
                if (before && one.seq() >= other.seq()) {
                    wrong.add(one + " was acked before " + other + " was submitted");
                }
            }
        }
    }
}
