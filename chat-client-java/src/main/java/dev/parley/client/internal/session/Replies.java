package dev.parley.client.internal.session;

import dev.parley.client.internal.loop.Loop;
import dev.parley.protocol.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of one connection that wait for their replies. Confined to the client's thread. */
final class Replies {

    private record Waiting(Reply reply, Loop.Timer timeout) {}

    private final Loop loop;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long lastId;

    Replies(Loop loop) {
        this.loop = loop;
    }

    /** Registers a request. */
    long expect(Reply reply, long timeoutMs) {
        long id = ++lastId;
        Loop.Timer timeout = loop.after(timeoutMs, () -> {
            if (waiting.remove(id) != null) {
                reply.unanswered();
            }
        });
        waiting.put(id, new Waiting(reply, timeout));
        return id;
    }

    void answer(Frame.Ok ok) {
        Reply reply = take(ok.id());
        if (reply != null) {
            reply.done(ok.result());
        }
    }

    void answer(Frame.Failed failed) {
        Reply reply = take(failed.id());
        if (reply != null) {
            reply.failed(failed.error());
        }
    }

    /** An answer that nobody waits for any more is no news: the request was sent again, or given up. */
    private @Nullable Reply take(long id) {
        Waiting found = waiting.remove(id);
        if (found == null) {
            return null;
        }
        found.timeout.cancel();
        return found.reply;
    }

    void giveUp() {
        List<Waiting> all = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Waiting one : all) {
            one.timeout.cancel();
        }
        for (Waiting one : all) {
            one.reply.unanswered();
        }
    }
}
