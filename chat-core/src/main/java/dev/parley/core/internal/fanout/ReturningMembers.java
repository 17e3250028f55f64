package dev.parley.core.internal.fanout;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.access.Roster;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Tells members the marks that somebody brings along from an earlier stay. Thread-safe. */
public final class ReturningMembers {

    private final MarkStore marks;
    private final Audience audience;
    private final FailureListener failures;

    public ReturningMembers(MarkStore marks, Audience audience, FailureListener failures) {
        this.marks = marks;
        this.audience = audience;
        this.failures = failures;
    }

    /** Users joined; the members heard of it already. */
    void joined(Set<UserId> users, Roster roster) {
        ConversationId conversation = roster.conversation().id();
        marks.ofConversation(conversation, users)
                .thenAccept(found -> tell(conversation, found, roster))
                .whenComplete((told, failure) -> {
                    if (failure != null) {
                        failures.onFailure("telling marks of those who came back", Stages.unwrap(failure));
                    }
                });
    }

    private void tell(ConversationId conversation, Map<UserId, Marks> found, Roster roster) {
        found.forEach((user, all) -> {
            Marks shown = all.shown();
            if (!shown.equals(Marks.NONE)) {
                Set<UserId> others = new LinkedHashSet<>(roster.members().keySet());
                others.remove(user);
                audience.deliver(others, Delivery.of(new Event.MarksGrew(conversation, user, shown)));
            }
        });
    }
}
