package dev.parley.client.internal;

import dev.parley.client.ClientListener;
import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.session.Reply;
import dev.parley.client.internal.session.Session;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is typing where, which ends by itself; and saying so for one's own part. Confined to the client's thread. */
final class Typists {

    private static final long REPEAT_MS = 4_000;
    private static final long TIMEOUT_MS = 5_000;

    private static final Reply NOTHING = new Reply() {
        @Override
        public void done(Result result) {}

        @Override
        public void failed(WireError error) {}

        @Override
        public void unanswered() {}
    };

    private record Typist(ConversationId conversation, UserId user) {}

    private final Loop loop;
    private final Session session;
    private final ClientListener told;
    private final Map<Typist, Loop.Timer> typing = new HashMap<>();
    private final Map<ConversationId, Long> said = new HashMap<>();

    Typists(Loop loop, Session session, ClientListener told) {
        this.loop = loop;
        this.session = session;
        this.told = told;
    }

    /** At most once, so nothing is kept for a later connection. */
    void say(ConversationId conversation, boolean active) {
        Long last = said.get(conversation);
        boolean repeats = active && last != null && loop.nowMs() - last < REPEAT_MS;
        boolean superfluous = !active && last == null;
        if (repeats || superfluous || !session.isLive()) {
            return;
        }
        if (active) {
            said.put(conversation, loop.nowMs());
        } else {
            said.remove(conversation);
        }
        session.request(new Command.Typing(conversation, active), TIMEOUT_MS, NOTHING);
    }

    /** A message was sent: who goes on typing after it says so again at once. */
    void spoke(ConversationId conversation) {
        said.remove(conversation);
    }

    void changed(Event.TypingChanged event) {
        Typist typist = new Typist(event.conversation(), event.user());
        Loop.Timer before = typing.remove(typist);
        if (before != null) {
            before.cancel();
        }
        if (event.active()) {
            typing.put(typist, loop.after(event.expiresMs(), () -> stop(typist)));
        }
        if (event.active() != (before != null)) {
            told.typing(event.conversation(), event.user(), event.active());
        }
    }

    /** Whoever has spoken has stopped typing. */
    void spoke(ConversationId conversation, UserId user) {
        Typist typist = new Typist(conversation, user);
        Loop.Timer timer = typing.get(typist);
        if (timer != null) {
            timer.cancel();
            stop(typist);
        }
    }

    void lost() {
        said.clear();
        for (Typist typist : List.copyOf(typing.keySet())) {
            Loop.Timer timer = typing.get(typist);
            if (timer != null) {
                timer.cancel();
            }
            stop(typist);
        }
    }

    private void stop(Typist typist) {
        if (typing.remove(typist) != null) {
            told.typing(typist.conversation(), typist.user(), false);
        }
    }
}
