package dev.parley.core.internal.engine;

import dev.parley.core.Actor;
import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Rosters;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.LocalSessions;
import dev.parley.core.internal.fanout.Publisher;
import dev.parley.core.internal.people.PeopleService;
import dev.parley.core.internal.presence.PresenceService;
import dev.parley.core.internal.receipt.ReceiptService;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What this node does on hearing from another. Nothing durable depends on it: a lost signal is caught up by sync. */
final class NodeEars implements Consumer<NodeSignal> {

    /** Whom the signals go to; {@code late} has those look for themselves who came lately. */
    record Parts(
            Rosters rosters,
            AccessGate gate,
            Publisher publisher,
            ReceiptService receipts,
            PeopleService people,
            PresenceService presence,
            Audience audience,
            LocalSessions sessions,
            Runnable late) {}

    private final Parts parts;
    private final FailureListener failures;
    private final Runnable missed;

    /** Makes the ears; {@code missed} hears that something was told here and could not be passed on. */
    NodeEars(Parts parts, FailureListener failures, Runnable missed) {
        this.parts = parts;
        this.failures = failures;
        this.missed = missed;
    }

    @Override
    public void accept(NodeSignal signal) {
        if (signal instanceof NodeSignal.Moved moved) {
            parts.rosters().outdated(moved.conversation(), moved.stateSeq());
            watch(parts.publisher().moved(moved.conversation(), moved.head()));
        } else if (signal instanceof NodeSignal.Marked marked) {
            watch(parts.gate()
                    .toRead(Actor.user(marked.user()), marked.conversation())
                    .thenAccept(grant -> parts.receipts().heard(grant, marked.marks())));
        } else if (signal instanceof NodeSignal.InboxTouched touched) {
            parts.audience().inboxChanged(Set.of(touched.user()), touched.conversation(), null);
        } else if (signal instanceof NodeSignal.Typed typed) {
            report(parts.gate()
                    .toWrite(Actor.user(typed.user()), typed.conversation())
                    .thenAccept(grant -> parts.people().heard(grant, typed.active())));
        } else if (signal instanceof NodeSignal.CameOrWent news) {
            parts.presence().heard(news.presence());
        } else if (signal instanceof NodeSignal.DeviceRevoked revoked) {
            parts.sessions().end(revoked.user(), revoked.device(), CloseCode.DEVICE_REVOKED);
        } else if (signal instanceof NodeSignal.Overlooked overlooked) {
            parts.sessions().deliver(List.of(overlooked.user()), Delivery.of(new Event.Resync()));
        } else if (signal instanceof NodeSignal.RollAsked) {
            parts.late().run();
        } else if (signal instanceof NodeSignal.DeviceConnected connected) {
            parts.sessions().displace(connected.user(), connected.device(), connected.registered());
        }
    }

    /** What cannot be passed on is lost to the sessions here, unless they look for it. */
    private void watch(CompletionStage<?> stage) {
        report(stage.whenComplete((done, failure) -> {
            if (failure != null && !lapsed(failure)) {
                missed.run();
            }
        }));
    }

    private void report(CompletionStage<?> stage) {
        stage.whenComplete((done, failure) -> {
            if (failure != null && !lapsed(failure)) {
                failures.onFailure("hearing from another node", Stages.unwrap(failure));
            }
        });
    }

    /** Whom it is about has left in the meantime. */
    private static boolean lapsed(Throwable failure) {
        return Stages.failedWith(failure, ErrorCode.NOT_FOUND) || Stages.failedWith(failure, ErrorCode.FORBIDDEN);
    }
}
