package dev.parley.client.internal.session;

import dev.parley.client.ConnectionState;
import dev.parley.client.ConnectionState.Phase;
import dev.parley.client.internal.loop.Loop;
import dev.parley.client.transport.ClientConnection;
import dev.parley.client.transport.ClientTransport;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that comes back whenever it is lost, until the server says for good that it shall not. Confined to the
 * client's thread.
 */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String CLIENT = "parley-java/0.1";

    /** A connection that is not signed in after this long is given up. */
    private static final long OPENING_MS = 20_000;
    /** A session that lived this long makes earlier failures forgotten. */
    private static final long SETTLED_MS = 30_000;

    private static final int NO_STATUS = 1006;

    private final Loop loop;
    private final Backoff backoff;
    private final ClientTransport transport;
    private final SessionOptions options;
    private final SessionListener listener;

    private ConnectionState state = new ConnectionState(Phase.NEW, null, "");
    private @Nullable ClientConnection connection;
    private Replies replies;
    private Loop.@Nullable Timer timer;
    private @Nullable String token;
    private int epoch;
    private int attempt;
    private boolean signedIn;
    private long signedInAt;
    private long silenceMs;
    private long lastHeard;
    private long nextDelayMs = -1;
    /** Why the server will not sign this device in, until it closes the connection. */
    private @Nullable WireError refusal;

    /**
     * A session that has not started.
     *
     * @param loop the client's thread
     * @param backoff how long to wait between attempts
     * @param transport makes connections
     * @param options to whom, as whom
     * @param listener hears of it
     */
    public Session(
            Loop loop, Backoff backoff, ClientTransport transport, SessionOptions options, SessionListener listener) {
        this.loop = loop;
        this.backoff = backoff;
        this.transport = transport;
        this.options = options;
        this.listener = listener;
        this.replies = new Replies(loop);
    }

    /** Starts to connect. */
    public void start() {
        if (state.phase() == Phase.NEW) {
            connect();
        }
    }

    /**
     * Ends the session for good.
     *
     * @param code why, or null when the application closes
     * @param detail the same for a developer
     */
    public void stop(@Nullable CloseCode code, String detail) {
        if (state.phase() == Phase.STOPPED) {
            return;
        }
        hangUp();
        change(Phase.STOPPED, code, detail);
    }

    /**
     * Says that the client has caught up.
     */
    public void live() {
        change(Phase.LIVE, null, "");
    }

    /**
     * Tells whether the client has caught up on this connection.
     *
     * @return true while it is live
     */
    public boolean isLive() {
        return state.phase() == Phase.LIVE;
    }

    /**
     * Sends a request, which needs a connection that is signed in.
     *
     * @param command what to ask for
     * @param timeoutMs how long to wait for the reply
     * @param reply hears what became of it; at once when there is no such connection
     */
    public void request(Command command, long timeoutMs, Reply reply) {
        if (!signedIn) {
            reply.unanswered();
            return;
        }
        send(replies.expect(reply, timeoutMs), command);
    }

    /** Signs in again with a new token: the server no longer takes the old one. */
    public void refreshToken() {
        token = null;
        if (signedIn) {
            lost(CloseCode.TOKEN_EXPIRED.code(), "token expired");
        }
    }

    /**
     * Gives the connection up and makes another.
     *
     * @param reason why, for a developer
     */
    public void restart(String reason) {
        if (signedIn) {
            lost(NO_STATUS, reason);
        }
    }

    private void connect() {
        int now = ++epoch;
        change(Phase.CONNECTING, null, "");
        if (now != epoch) {
            return; // a listener closed the client
        }
        timer = loop.after(OPENING_MS, () -> lost(NO_STATUS, "no welcome in time"));
        String known = token;
        if (known != null) {
            open(now, known);
            return;
        }
        try {
            options.token()
                    .get()
                    .whenComplete((fetched, failure) -> loop.execute(() -> tokenFetched(now, fetched, failure)));
        } catch (RuntimeException e) {
            tokenFetched(now, null, e);
        }
    }

    private void tokenFetched(int of, @Nullable String fetched, @Nullable Throwable failure) {
        if (of != epoch) {
            return;
        }
        if (fetched == null) {
            LOG.warn("no token", failure);
            lost(NO_STATUS, "no token: " + failure);
            return;
        }
        token = fetched;
        open(of, fetched);
    }

    private void open(int of, String shown) {
        ClientTransport.Listener events = new ClientTransport.Listener() {
            @Override
            public void opened(ClientConnection opened) {
                loop.execute(() -> hello(of, opened));
            }

            @Override
            public void received(byte[] message) {
                loop.execute(() -> read(of, message));
            }

            @Override
            public void closed(int code, String reason) {
                loop.execute(() -> {
                    if (of == epoch) {
                        lost(code, reason);
                    }
                });
            }
        };
        options.route().next(shown, uri -> {
            if (of == epoch) {
                transport.connect(
                        uri, options.codec().subprotocol(), options.codec().binary(), events);
            }
        });
    }

    private void hello(int of, ClientConnection opened) {
        if (of != epoch) {
            opened.close(1000, "too late");
            return;
        }
        connection = opened;
        Reply reply = new Reply() {
            @Override
            public void done(Result result) {
                if (result instanceof Result.Welcome welcome) {
                    welcomed(welcome);
                } else {
                    lost(NO_STATUS, "no welcome but " + result.getClass().getSimpleName());
                }
            }

            @Override
            public void failed(WireError error) {
                refused(error);
            }

            @Override
            public void unanswered() {}
        };
        send(
                replies.expect(reply, OPENING_MS),
                new Command.Hello(token, options.device(), options.deviceName(), CLIENT, List.of()));
    }

    private void welcomed(Result.Welcome welcome) {
        cancelTimer();
        signedIn = true;
        signedInAt = loop.nowMs();
        silenceMs = 2 * welcome.pingMs();
        int now = epoch;
        change(Phase.SYNCING, null, "");
        if (now != epoch) {
            return;
        }
        watchSilence(epoch, silenceMs);
        listener.welcomed(welcome);
    }

    private void refused(WireError error) {
        ChatException failure = error.toException();
        if (failure.code() == ErrorCode.TOKEN_EXPIRED) {
            lost(CloseCode.TOKEN_EXPIRED.code(), error.message());
        } else if (error.retryable()) {
            if (error.retryAfterMs() != null) {
                nextDelayMs = error.retryAfterMs();
            }
            lost(NO_STATUS, error.code() + ": " + error.message());
        } else {
            refusal = error; // the close that follows says in its code what it means: that the device was revoked, say
        }
    }

    private void watchSilence(int of, long inMs) {
        timer = loop.after(inMs, () -> {
            long left = lastHeard + silenceMs - loop.nowMs();
            if (of == epoch && left <= 0) {
                lost(NO_STATUS, "silence");
            } else if (of == epoch) {
                watchSilence(of, left);
            }
        });
    }

    private void read(int of, byte[] message) {
        if (of != epoch) {
            return;
        }
        lastHeard = loop.nowMs();
        List<Frame> frames;
        try {
            frames = options.codec().decodeAnswers(message);
        } catch (ChatException e) {
            LOG.warn("the server sent what is no frame: {}", e.getMessage());
            lost(NO_STATUS, "bad frame");
            return;
        }
        for (Frame frame : frames) {
            if (of != epoch) {
                return; // an earlier frame of the message ended the connection
            }
            take(frame);
        }
    }

    private void take(Frame frame) {
        if (frame instanceof Frame.Ok ok) {
            replies.answer(ok);
        } else if (frame instanceof Frame.Failed failed && failed.id() > 0) {
            replies.answer(failed);
        } else if (frame instanceof Frame.Failed failed) {
            LOG.warn("the server could not read a frame: {}", failed.error().message());
        } else if (frame instanceof Frame.Pushed pushed) {
            take(pushed.event());
        }
    }

    private void take(Event event) {
        if (event instanceof Event.Ping) {
            send(0, new Command.Pong());
        } else if (event instanceof Event.GoingAway going) {
            nextDelayMs = Math.max(0, going.reconnectAfterMs());
            options.route().prefer(going.nodes());
        } else {
            listener.happened(event);
        }
    }

    private void send(long id, Command command) {
        ClientConnection to = connection;
        if (to != null) {
            to.send(options.codec().encode(new Frame.Request(id, command)));
        }
    }

    private void lost(int code, String reason) {
        boolean settled = signedIn && loop.nowMs() - signedInAt >= SETTLED_MS;
        CloseCode closeCode = CloseCode.of(code).orElse(null);
        WireError refused = refusal;
        hangUp();
        if (refused != null && CloseCode.reconnect(code)) {
            boolean unknown = refused.toException().code() == ErrorCode.UNAUTHENTICATED;
            change(
                    Phase.STOPPED,
                    unknown ? CloseCode.UNAUTHENTICATED : null,
                    refused.code() + ": " + refused.message());
            return;
        }
        if (!CloseCode.reconnect(code)) {
            change(Phase.STOPPED, closeCode, reason);
            return;
        }
        if (closeCode == CloseCode.TOKEN_EXPIRED) {
            token = null;
        } else {
            options.route().elsewhere();
        }
        attempt = settled ? 0 : attempt;
        long delay = nextDelayMs >= 0 ? nextDelayMs : backoff.delayMs(attempt++);
        nextDelayMs = -1;
        change(Phase.WAITING, closeCode, reason);
        if (state.phase() == Phase.WAITING) {
            timer = loop.after(delay, this::connect);
        }
    }

    private void hangUp() {
        epoch++;
        cancelTimer();
        boolean had = connection != null;
        if (connection != null) {
            connection.close(1000, "");
            connection = null;
        }
        signedIn = false;
        refusal = null;
        Replies old = replies;
        replies = new Replies(loop);
        old.giveUp();
        if (had) {
            listener.lost();
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void change(Phase phase, @Nullable CloseCode code, String detail) {
        state = new ConnectionState(phase, code, detail);
        listener.changed(state);
    }
}
