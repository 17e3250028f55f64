package dev.parley.benchmarks.day;

import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A user's only device, which does what the client SDKs do: keeps cursors, catches up, says what arrived and was read, pulls
 * after hints, comes back when its connection goes. Confined to the simulation's thread.
 */
final class DayClient {

    private static final long SYNC = 2;
    private static final long FIRST_BACKOFF_MS = 500;
    private static final long LONGEST_BACKOFF_MS = 20_000;
    private static final int LAST_DOUBLING = 6;
    private static final long RECEIPT_MS = 1_000;
    private static final long PULL_MS = 2_000;

    private final Day day;
    private final String user;
    private final Map<ConversationId, Long> cursors = new HashMap<>();
    private final Map<ConversationId, Long> due = new LinkedHashMap<>();
    private @Nullable Link link;
    private boolean wanted;
    private int attempts;
    private long requests = 10;

    DayClient(Day day, String user) {
        this.day = day;
        this.user = user;
    }

    String user() {
        return user;
    }

    boolean wanted() {
        return wanted;
    }

    /** Whether it is signed in. */
    boolean live() {
        return link != null && link.live;
    }

    void come() {
        wanted = true;
        attempts = 0;
        connect();
    }

    void go() {
        wanted = false;
        Link open = link;
        if (open != null) {
            link = null;
            open.leave();
        }
    }

    void send(ConversationId conversation, String key) {
        if (live()) {
            request(new Command.Send(conversation, key, day.body()));
        }
    }

    private void connect() {
        if (!wanted || link != null) {
            return;
        }
        DayNode node = day.anyNode();
        if (node == null) {
            retry();
            return;
        }
        day.count("connects");
        Link fresh = new Link(node);
        link = fresh;
        fresh.open();
    }

    private void retry() {
        long ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS << Math.min(attempts++, LAST_DOUBLING));
        day.later(day.random().nextLong(ceiling + 1), this::connect);
    }

    /** The node is gone. */
    void broke() {
        link = null;
        retry();
    }

    private void request(Command command) {
        if (link != null) {
            link.request(requests++, command);
        }
    }

    private void told(Event event) {
        if (event instanceof Event.Appended appended) {
            day.count("deliveries");
            arrived(appended.entry().conversation(), appended.entry().seq());
            if (!appended.entry().origin().sender().value().equals(user)) {
                receiptDue(appended.entry().conversation());
            }
        } else if (event instanceof Event.Synced synced) {
            ConversationId id = synced.summary().conversation().id();
            if (synced.page() != null) {
                day.count("caught up", synced.page().items().size());
                receiptDue(id);
            }
            arrived(id, synced.summary().head());
        } else if (event instanceof Event.SyncDone) {
            day.count("catch-ups");
            attempts = 0;
            if (link != null) {
                link.live = true;
            }
        } else if (event instanceof Event.Hint hint) {
            day.count("hints");
            day.later(day.random().nextLong(PULL_MS), () -> pull(hint.conversation(), hint.head()));
        } else if (event instanceof Event.MarksGrew) {
            day.count("marks told");
        } else if (event instanceof Event.Ping) {
            request(new Command.Pong());
        } else if (event instanceof Event.Resync) {
            request(new Command.Sync(cursors, null, null));
        } else if (event instanceof Event.GoingAway away) {
            day.later(away.reconnectAfterMs(), this::move);
        }
    }

    private void move() {
        Link open = link;
        if (open != null) {
            link = null;
            open.leave();
            connect();
        }
    }

    private void arrived(ConversationId conversation, long seq) {
        cursors.merge(conversation, seq, Math::max);
    }

    private void pull(ConversationId conversation, long head) {
        long from = cursors.getOrDefault(conversation, 0L);
        if (live() && from < head) {
            day.count("pulls");
            arrived(conversation, head);
            request(new Command.History(conversation, null, from, null, null));
        }
    }

    private void receiptDue(ConversationId conversation) {
        if (due.putIfAbsent(conversation, 0L) == null) {
            day.later(RECEIPT_MS, () -> {
                due.remove(conversation);
                Long seq = cursors.get(conversation);
                if (live() && seq != null) {
                    day.count("receipts");
                    request(new Command.Receipt(conversation, seq, seq, false));
                }
            });
        }
    }

    private void answered(Frame.Failed failed) {
        if (failed.error().code().equals(ErrorCode.OVERLOADED.wireName())) {
            day.count("put off");
        } else {
            day.count("failed " + failed.error().code());
        }
    }

    /** One connection. */
    private final class Link implements SessionConnection {

        private final DayNode node;
        private @Nullable Session session;
        private boolean live;

        Link(DayNode node) {
            this.node = node;
        }

        void open() {
            node.came(DayClient.this);
            node.execute(() -> {
                Session opened = node.chat().sessions().open(this, day.now());
                session = opened;
                opened.receive(
                        new Frame.Request(1, new Command.Hello(user, new DeviceId("d"), "", "day/1", List.of())));
            });
        }

        void request(long id, Command command) {
            node.execute(() -> {
                if (session != null) {
                    session.receive(new Frame.Request(id, command));
                }
            });
        }

        void leave() {
            node.went(DayClient.this);
            node.execute(() -> {
                if (session != null) {
                    session.disconnected();
                }
            });
        }

        @Override
        public void write(EncodedFrame frame) {
            day.count("bytes out", frame.bytes(FrameCodec.JSON).length);
            if (link != this) {
                return;
            }
            if (frame.frame() instanceof Frame.Pushed pushed) {
                told(pushed.event());
            } else if (frame.frame() instanceof Frame.Failed failed) {
                answered(failed);
            } else if (frame.frame() instanceof Frame.Ok ok) {
                ok(ok);
            }
        }

        private void ok(Frame.Ok ok) {
            if (ok.result() instanceof Result.Welcome) {
                request(SYNC, new Command.Sync(cursors, null, null));
            } else if (ok.result() instanceof Result.Ack ack) {
                day.count("acks");
                arrived(ack.conversation(), ack.seq());
            } else if (ok.result() instanceof Result.Page page) {
                EntryPage read = page.page();
                day.count("pulled", read.items().size());
            }
        }

        @Override
        public void close(CloseCode code, String reason) {
            node.went(DayClient.this);
            node.execute(() -> {
                if (session != null) {
                    session.disconnected();
                }
            });
            if (link == this) {
                day.count("closed " + code);
                broke();
            }
        }

        @Override
        public Executor executor() {
            return node;
        }

        @Override
        public FrameCodec codec() {
            return FrameCodec.JSON;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public String token() {
            return "";
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void flush() {
            // What was written has been read.
        }
    }
}
