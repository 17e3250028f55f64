package dev.parley.core.internal.fanout;

import dev.parley.core.host.ChatListener;
import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.access.Roster;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.cluster.OtherNodes;
import dev.parley.core.internal.exec.KeyedLanes;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.view.ConversationSummary;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who hears of what happened: the sessions on this node, the other nodes, the host's listeners. Nothing here
 * fails its caller: what goes wrong is reported. Thread-safe.
 */
public final class Audience {

    /** After so long, a change whose outcome is unknown is there or never will be, nearly always. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final ChatRuntime runtime;
    private final LocalSessions sessions;
    private final OtherNodes others;
    private final List<ChatListener> listeners;
    private final FailureListener failures;
    private final BiFunction<UserId, ConversationId, CompletionStage<ConversationSummary>> summaries;
    private final Consumer<Entry> ends;
    private final KeyedLanes<ConversationId> lanes = new KeyedLanes<>();

    /** Makes the audience; {@code ends} hears of every entry that this node stored, and what it ends (typing). */
    public Audience(
            ChatRuntime runtime,
            LocalSessions sessions,
            OtherNodes others,
            List<ChatListener> listeners,
            FailureListener failures,
            BiFunction<UserId, ConversationId, CompletionStage<ConversationSummary>> summaries,
            Consumer<Entry> ends) {
        this.runtime = runtime;
        this.sessions = sessions;
        this.others = others;
        this.listeners = List.copyOf(listeners);
        this.failures = failures;
        this.summaries = summaries;
        this.ends = ends;
    }

    /** The other nodes. */
    public OtherNodes others() {
        return others;
    }

    /** Delivers to the sessions of some users on this node. */
    public void deliver(Collection<UserId> users, Delivery delivery) {
        sessions.deliver(users, delivery);
    }

    /** Those who follow a conversation on this node. */
    Followers followers() {
        return sessions.followers();
    }

    /** Tells users that a row of their inbox changed, and after it an event that makes sense only with the row. */
    public void inboxChanged(Collection<UserId> users, ConversationId conversation, @Nullable Event then) {
        for (UserId user : users) {
            if (!sessions.connected(user)) {
                continue;
            }
            inTurn(
                    conversation,
                    () -> summaries.apply(user, conversation).handle((summary, failure) -> {
                        if (failure == null) {
                            sessions.deliver(List.of(user), Delivery.of(new Event.InboxChanged(summary)));
                        } else {
                            failures.onFailure("telling a user of a conversation", Stages.unwrap(failure));
                            sessions.deliver(List.of(user), Delivery.of(new Event.Resync())); // they ask for it
                        }
                        if (then != null) {
                            sessions.deliver(List.of(user), Delivery.of(then));
                        }
                        return true;
                    }));
        }
    }

    /** A row of users' inboxes changed by itself: their sessions hear of it, on whatever node. */
    public void rowChanged(Collection<UserId> users, ConversationId conversation) {
        inboxChanged(users, conversation, null);
        users.forEach(user -> others.tellNodesOf(Set.of(user), new NodeSignal.InboxTouched(user, conversation)));
    }

    /** The store was asked to change a row: if it did or may have, the user's sessions hear of it. */
    public void rowWritten(UserId user, ConversationId conversation, @Nullable Throwable failure) {
        if (failure == null) {
            rowChanged(Set.of(user), conversation);
        } else if (Stages.failedWith(failure, ErrorCode.OUTCOME_UNKNOWN)) {
            runtime.scheduler().schedule(SETTLED, () -> rowChanged(Set.of(user), conversation));
        }
    }

    /** An entry was stored by this node: other nodes and listeners hear of it. */
    void stored(Entry entry, Roster roster, FanOut fanOut) {
        ends.accept(entry);
        NodeSignal moved = new NodeSignal.Moved(entry.conversation(), entry.seq(), roster.stateSeq());
        if (fanOut == FanOut.ON_WRITE) {
            others.tellNodesOf(concerned(entry, roster), moved);
        } else {
            others.tellAll(moved);
        }
        if (!listeners.isEmpty()) {
            inTurn(entry.conversation(), () -> listenersHear("onEntry", listener -> listener.onEntry(entry)));
        }
    }

    /** The members, and who is none any more. */
    private static Collection<UserId> concerned(Entry entry, Roster roster) {
        if (!(entry.body() instanceof EntryBody.MemberRemoved removed)) {
            return roster.members().keySet();
        }
        Set<UserId> users = new LinkedHashSet<>(roster.members().keySet());
        users.add(removed.user());
        return users;
    }

    private void inTurn(ConversationId conversation, Supplier<CompletionStage<Boolean>> news) {
        lanes.run(conversation, news).exceptionally(failure -> {
            failures.onFailure("telling of a conversation", Stages.unwrap(failure));
            return false;
        });
    }

    /** Calls every listener on the executor; what one throws keeps nothing from the others. */
    public CompletionStage<Boolean> listenersHear(String what, Consumer<ChatListener> call) {
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        try {
            runtime.executor().execute(() -> {
                for (ChatListener listener : listeners) {
                    hears(what, listener, call);
                }
                heard.complete(true);
            });
        } catch (RejectedExecutionException e) {
            failures.onFailure("listeners " + what, e);
            heard.complete(false);
        }
        return heard;
    }

    private void hears(String what, ChatListener listener, Consumer<ChatListener> call) {
        try {
            call.accept(listener);
        } catch (Throwable e) {
            failures.onFailure("listener " + what, e);
        }
    }
}
