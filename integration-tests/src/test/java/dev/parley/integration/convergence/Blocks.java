package dev.parley.integration.convergence;

import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Who blocks whom, as far as that is certain, and what it does to messages: what is sent to somebody who surely blocks the
 * sender is refused, and what is sent to somebody who surely does not is not. Confined to the test's thread.
 *
 * <p>A request may take effect long after its sender stopped waiting for it, so whoever both blocked and unblocked
 * somebody is certain of nothing.
 */
final class Blocks {

    private static final String REFUSED = "forbidden";

    private record Pair(String user, String other) {}

    private static final class Wishes {
        boolean block;
        boolean unblock;
        boolean acked;
    }

    /** A message under way, and whether it was surely blocked when it was written. */
    private record Message(Pair pair, boolean blocked) {}

    private final List<String> wrong;
    private final Map<Pair, Wishes> wishes = new HashMap<>();
    private final Map<ConversationId, Pair> directs = new HashMap<>();
    private final Map<String, Message> underWay = new HashMap<>();

    Blocks(List<String> wrong) {
        this.wrong = wrong;
        for (String one : Workload.USERS) {
            for (String other : Workload.USERS) {
                directs.put(ConversationId.direct(new UserId(one), new UserId(other)), new Pair(one, other));
            }
        }
    }

    /** A user blocks another, or no longer does. */
    void change(String user, UserId other, boolean blocked, CompletionStage<Void> done) {
        Wishes wish = wishes.computeIfAbsent(new Pair(user, other.value()), pair -> new Wishes());
        wish.block |= blocked;
        wish.unblock |= !blocked;
        done.thenRun(() -> wish.acked |= blocked);
    }

    /** A message is written, maybe to one user. */
    void asked(String sender, Sending sending) {
        String to = receiver(sender, sending.command());
        if (to != null && !to.equals(sender)) {
            Pair pair = new Pair(to, sender);
            Wishes wish = wishes.get(pair);
            underWay.put(sending.key(), new Message(pair, wish != null && wish.acked && !wish.unblock));
        }
    }

    private String receiver(String sender, Command command) {
        if (command instanceof Command.SendTo to) {
            return to.to().value();
        }
        Pair pair = command instanceof Command.Send send ? directs.get(send.conversation()) : null;
        return pair == null ? null : pair.user().equals(sender) ? pair.other() : pair.user();
    }

    /** It is known what became of a write. */
    void answered(String key, Outcome outcome) {
        Message message = underWay.remove(key);
        if (message == null) {
            return;
        }
        Wishes wish = wishes.get(message.pair());
        if (message.blocked() && !wish.unblock && outcome instanceof Outcome.Acked) {
            wrong.add(key + " reached " + message.pair().user() + ", who blocked its sender: " + outcome);
        }
        boolean never = wish == null || !wish.block;
        if (never
                && outcome instanceof Outcome.Rejected refused
                && refused.code().equals(REFUSED)) {
            wrong.add(key + " was refused, and " + message.pair() + " was never blocked");
        }
    }
}
