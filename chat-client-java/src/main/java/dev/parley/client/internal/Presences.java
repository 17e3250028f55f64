package dev.parley.client.internal;

import dev.parley.client.ClientListener;
import dev.parley.client.internal.session.Reply;
import dev.parley.client.internal.session.Session;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import dev.parley.view.Presence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose presence is watched, and what is known of it. Confined to the client's thread, but for {@link #find}. */
final class Presences {

    private static final Logger LOG = LoggerFactory.getLogger(Presences.class);
    private static final long TIMEOUT_MS = 15_000;

    private final Session session;
    private final ClientListener told;
    private final Map<UserId, Presence> known = new ConcurrentHashMap<>();
    private Set<UserId> watched = Set.of();

    Presences(Session session, ClientListener told) {
        this.session = session;
        this.told = told;
    }

    Optional<Presence> find(UserId user) {
        return Optional.ofNullable(known.get(user));
    }

    void watch(Set<UserId> users) {
        watched = users;
        known.keySet().retainAll(users);
        ask();
    }

    /** The session is live: each connection is told anew whom to watch. */
    void live() {
        if (!watched.isEmpty()) {
            ask();
        }
    }

    void lost() {
        known.clear();
    }

    void changed(Presence presence) {
        if (watched.contains(presence.user())) {
            known.put(presence.user(), presence);
            told.presence(presence);
        }
    }

    private void ask() {
        if (!session.isLive()) {
            return;
        }
        session.request(new Command.Watch(List.copyOf(watched)), TIMEOUT_MS, new Reply() {
            @Override
            public void done(Result result) {
                if (result instanceof Result.Presences presences) {
                    presences.presences().forEach(Presences.this::changed);
                }
            }

            @Override
            public void failed(WireError error) {
                LOG.warn("the server does not let watch: {} {}", error.code(), error.message());
            }

            @Override
            public void unanswered() {
                LOG.debug("no answer to watch"); // presence is at most once; the next connection asks again
            }
        });
    }
}
