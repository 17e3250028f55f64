package dev.parley.integration.faults.clients;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that does what docs/protocol.md asks of one and keeps no more than its cursors: it greets, catches up, answers
 * pings, closes holes, and comes back when it is lost, as late as it is told or else after full-jitter backoff. Confined to
 * its event loop, but for what says otherwise.
 */
public final class LightClient {

    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LAST_DOUBLING = 6;

    private final LightClients all;
    private final String user;
    private final EventLoop loop;
    private final Map<ConversationId, Long> cursors = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Result>> asked = new HashMap<>();
    private final Set<ConversationId> repairing = new HashSet<>();
    private @Nullable Channel channel;
    private long requests;
    private long welcomedAt;
    private long retryAfterMs = -1;
    private int attempt;
    private boolean welcome;
    private boolean live;

    LightClient(LightClients all, String user, EventLoop loop) {
        this.all = all;
        this.user = user;
        this.loop = loop;
    }

    void start() {
        loop.execute(this::connect);
    }

    private void connect() {
        LightConnection connection = new LightConnection(this, all.server());
        channel = connection.open(all.bootstrap().group(loop));
    }

    /** The connection is there. */
    void opened() {
        Command hello = new Command.Hello(user, new DeviceId("light"), "", "light/1", List.of());
        hear(hello, (result, failure) -> {
            if (result instanceof Result.Welcome welcomed) {
                welcomed(welcomed);
            } else if (failure instanceof ChatException refusal && refusal.retryAfter() != null) {
                retryAfterMs = refusal.retryAfter().toMillis();
                all.refused();
            }
        });
    }

    private void welcomed(Result.Welcome welcomed) {
        welcome = true;
        welcomedAt = System.nanoTime();
        Channel open = channel;
        if (open != null) {
            LightConnection.expect(open, 2 * welcomed.pingMs());
        }
        hear(new Command.Sync(Map.copyOf(cursors), null, null), (result, failure) -> {});
    }

    /** A frame came. */
    void received(Frame frame) {
        if (frame instanceof Frame.Ok ok) {
            complete(ok.id(), answer -> answer.complete(ok.result()));
        } else if (frame instanceof Frame.Failed failed) {
            complete(
                    failed.id(),
                    answer -> answer.completeExceptionally(failed.error().toException()));
        } else if (frame instanceof Frame.Pushed pushed) {
            happened(pushed.event());
        }
    }

    private void complete(long id, Consumer<CompletableFuture<Result>> with) {
        CompletableFuture<Result> answer = asked.remove(id);
        if (answer != null) {
            with.accept(answer);
        }
    }

    private void happened(Event event) {
        if (event instanceof Event.Ping) {
            say(new Frame.Request(0, new Command.Pong()));
        } else if (event instanceof Event.Appended appended) {
            take(appended.entry());
        } else if (event instanceof Event.Hint hint) {
            reached(hint.conversation(), hint.head());
        } else if (event instanceof Event.Synced synced && synced.page() != null) {
            take(synced.summary().conversation().id(), synced.page());
        } else if (event instanceof Event.InboxChanged changed) {
            cursors.putIfAbsent(
                    changed.summary().conversation().id(), changed.summary().visibleFrom() - 1);
        } else if (event instanceof Event.SyncDone && !live) {
            live = true;
            all.live(1);
        }
    }

    private void take(Entry entry) {
        long cursor = cursors.getOrDefault(entry.conversation(), 0L);
        if (entry.seq() == cursor + 1) {
            cursors.put(entry.conversation(), entry.seq());
            all.shown(entry);
        } else {
            reached(entry.conversation(), entry.seq());
        }
    }

    private void take(ConversationId conversation, EntryPage page) {
        if (!page.items().isEmpty()) {
            cursors.merge(
                    conversation, page.items().get(page.items().size() - 1).seq(), Math::max);
        }
        reached(conversation, page.head());
    }

    /** Closes the hole below a head, one page at a time. */
    private void reached(ConversationId conversation, long head) {
        long cursor = cursors.getOrDefault(conversation, 0L);
        if (head > cursor && repairing.add(conversation)) {
            hear(new Command.History(conversation, null, cursor, null, null), (result, failure) -> {
                repairing.remove(conversation);
                if (result instanceof Result.Page page) {
                    take(conversation, page.page());
                } else if (welcome) {
                    later(500, () -> reached(conversation, head));
                }
            });
        }
    }

    /** The connection is gone. */
    void lost(int code) {
        channel = null;
        boolean settled = welcome && System.nanoTime() - welcomedAt > SETTLED_NANOS;
        welcome = false;
        if (live) {
            live = false;
            all.live(-1);
        }
        List<CompletableFuture<Result>> unanswered = List.copyOf(asked.values());
        asked.clear();
        unanswered.forEach(answer -> answer.cancel(false));
        if (!CloseCode.reconnect(code)) {
            all.ended(user + ": " + code);
            return;
        }
        attempt = settled ? 0 : attempt;
        long ceiling = Math.min(20_000, 500L << Math.min(attempt, LAST_DOUBLING));
        long delay = retryAfterMs;
        if (delay < 0) {
            delay = ThreadLocalRandom.current().nextLong(ceiling + 1);
            attempt++;
        }
        retryAfterMs = -1;
        later(delay, this::connect);
    }

    private void later(long delayMs, Runnable task) {
        if (!loop.isShuttingDown()) {
            Future<?> unused = loop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        }
    }

    private void hear(Command command, BiConsumer<@Nullable Result, @Nullable Throwable> answered) {
        CompletableFuture<Result> unused = ask(command).whenComplete(answered);
    }

    /** Asks the server. From any thread; answered on the client's, cancelled when the connection is lost. */
    public CompletableFuture<Result> ask(Command command) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        if (!loop.inEventLoop()) {
            loop.execute(() -> ask(command, answer));
        } else {
            ask(command, answer);
        }
        return answer;
    }

    private void ask(Command command, CompletableFuture<Result> answer) {
        if (channel == null) {
            answer.cancel(false);
            return;
        }
        asked.put(++requests, answer);
        say(new Frame.Request(requests, command));
    }

    private void say(Frame frame) {
        Channel open = channel;
        if (open != null) {
            LightConnection.write(open, frame);
        }
    }

    /** Up to which seq it holds a conversation. From any thread. */
    public long cursor(ConversationId conversation) {
        return cursors.getOrDefault(conversation, 0L);
    }

    /** Who it is. From any thread. */
    public String user() {
        return user;
    }
}
