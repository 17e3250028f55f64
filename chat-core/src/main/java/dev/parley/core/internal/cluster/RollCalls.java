package dev.parley.core.internal.cluster;

import dev.parley.core.runtime.Scheduler;
import dev.parley.core.spi.node.NodeId;
import dev.parley.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * Answers nodes that ask who is here, a little at a time, so that a cluster that has to ask for everybody leaves room for what
 * happens meanwhile. Thread-safe.
 */
final class RollCalls {

    /** How many users one part names. */
    static final int PART = 100;

    /** How many parts are told at once, and how long it takes until the next are: 3,000 users a second. */
    static final int AT_ONCE = 3;

    static final Duration APART = Duration.ofMillis(100);

    /** An answer that is under way. */
    private static final class Call {
        private final NodeId asker;
        private final long ask;
        private final Iterator<UserId> users;

        Call(NodeId asker, long ask, Collection<UserId> users) {
            this.asker = asker;
            this.ask = ask;
            this.users = List.copyOf(users).iterator();
        }
    }

    private final Scheduler scheduler;
    private final ClusterNode.Here here;
    private final BiConsumer<NodeId, NodeSignal> teller;
    private final ConcurrentMap<NodeId, Call> calls = new ConcurrentHashMap<>();

    RollCalls(Scheduler scheduler, ClusterNode.Here here, BiConsumer<NodeId, NodeSignal> teller) {
        this.scheduler = scheduler;
        this.here = here;
        this.teller = teller;
    }

    /** A node asks; what it asked before is answered no further. It hears of who comes from before this is called. */
    void asked(NodeId asker, long ask) {
        Call call = new Call(asker, ask, here.all().get());
        calls.put(asker, call);
        goOn(call);
    }

    private void goOn(Call call) {
        for (int i = 0; i < AT_ONCE; i++) {
            if (calls.get(call.asker) != call) {
                return;
            }
            List<UserId> part = new ArrayList<>(PART);
            while (part.size() < PART && call.users.hasNext()) {
                UserId user = call.users.next();
                if (here.any().test(user)) {
                    part.add(user);
                }
            }
            boolean last = !call.users.hasNext();
            teller.accept(call.asker, new NodeSignal.RollPart(call.ask, part, last));
            if (last) {
                calls.remove(call.asker, call);
                return;
            }
        }
        scheduler.schedule(APART, () -> goOn(call));
    }
}
