package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.talk.Dialect;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread of the generator: its users' connections, and the round that is under way. Confined to its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of a loop that ends with the process
final class Driver {

    private static final int OPENING = 64;
    private static final int SHOWN = 5;

    private final EventLoop loop;
    private final Sockets sockets;
    private final Scene scene;
    private final Dialect dialect;
    private final Ledger.Senders senders;
    private final boolean acks;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Connection> written = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private CompletableFuture<Integer> step = CompletableFuture.completedFuture(0);
    private int wanted;
    private int awaited;
    /** How many have begun to join. */
    private int joined;

    private int caughtUp;
    private long pings;
    private @Nullable Round round;

    /**
     * A thread for some of the users.
     *
     * @param loop the thread
     * @param sockets opens connections
     * @param subject whom to talk to
     * @param scene all users
     * @param senders which of them are this thread's
     */
    Driver(EventLoop loop, Sockets sockets, Subject subject, Scene scene, Ledger.Senders senders) {
        this.loop = loop;
        this.sockets = sockets;
        this.scene = scene;
        this.dialect = subject.dialect(scene);
        this.acks = subject.acks();
        this.senders = senders;
    }

    /** Connects users until so many are there, and has them greet; completes with how many. From any thread. */
    CompletableFuture<Integer> connect(int users) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        loop.execute(() -> {
            step = done;
            wanted = Math.min(users, senders.count());
            awaited = wanted - connections.size();
            joined = Integer.MAX_VALUE;
            for (int i = 0; i < OPENING; i++) {
                openNext();
            }
        });
        return done;
    }

    /** Has all join their conversations; completes with how many did. From any thread. */
    CompletableFuture<Integer> join() {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        loop.execute(() -> {
            step = done;
            awaited = connections.size();
            joined = 0;
            for (int i = 0; i < OPENING; i++) {
                joinNext();
            }
        });
        return done;
    }

    /** Runs a round; completes with its books. From any thread. */
    CompletableFuture<Round> run(Round.Plan plan) {
        CompletableFuture<Round> done = new CompletableFuture<>();
        loop.execute(() -> {
            Round next = new Round(this, plan, scene, senders, acks);
            round = next;
            next.start(done);
        });
        return done;
    }

    /** Whoever connects from now on has missed all messages. From any thread. */
    CompletableFuture<Integer> rewind() {
        return CompletableFuture.supplyAsync(
                () -> {
                    dialect.rewind();
                    return 0;
                },
                loop);
    }

    /** How many messages came while no round was under way, since the last disconnect. From any thread. */
    CompletableFuture<Integer> caughtUp() {
        return CompletableFuture.supplyAsync(() -> caughtUp, loop);
    }

    /** Reads pages of history over connections of their own. From any thread. */
    CompletableFuture<List<PageReader>> read(boolean old, long countFrom, long countUntil) {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<PageReader> readers = new ArrayList<>();
                    for (int user = senders.from(); user < senders.from() + senders.count(); user++) {
                        PageReader reader = new PageReader(dialect.pageRequest(user, old), countFrom, countUntil);
                        readers.add(reader);
                        sockets.open(loop, reader, user);
                    }
                    return readers;
                },
                loop);
    }

    /** How its connections stand. From any thread. */
    CompletableFuture<Generator.Present> present() {
        return CompletableFuture.supplyAsync(
                () -> {
                    long open =
                            connections.stream().filter(each -> !each.isGone()).count();
                    return new Generator.Present((int) open, pings, List.copyOf(failures));
                },
                loop);
    }

    /** Closes all connections; completes when they are gone. From any thread. */
    CompletableFuture<Integer> disconnect() {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        loop.execute(() -> {
            round = null;
            caughtUp = 0;
            step = done;
            List<Connection> closing =
                    connections.stream().filter(each -> !each.isGone()).toList();
            connections.clear();
            awaited = closing.size();
            if (awaited == 0) {
                done.complete(0);
            }
            closing.forEach(Connection::close);
        });
        return done;
    }

    private void openNext() {
        if (connections.size() < wanted) {
            Connection connection = new Connection(this, senders.from() + connections.size());
            connections.add(connection);
            sockets.open(loop, connection, connection.user()).addListener(connected -> {
                if (!connected.isSuccess()) {
                    failed("user " + connection.user() + ": " + connected.cause());
                    step.completeExceptionally(new IllegalStateException(String.join("; ", failures)));
                }
            });
        } else if (awaited == 0) {
            step.complete(connections.size());
        }
    }

    private void joinNext() {
        if (joined < connections.size()) {
            Connection connection = connections.get(joined++);
            connection.talk().join();
            connection.flush();
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** A client has done what it was asked for. */
    void ready() {
        awaited--;
        if (connections.size() < wanted) {
            openNext();
        } else if (awaited == 0) {
            step.complete(connections.size());
        } else if (joined < connections.size()) {
            loop.execute(this::joinNext); // not here: whoever has nothing to do is ready at once
        }
    }

    void gone(Connection connection, boolean expected) {
        if (!expected) {
            failed("user " + connection.user() + ": the connection broke");
        } else if (--awaited == 0) {
            step.complete(0);
        }
    }

    /** A connection has something to send when the turn ends. */
    void written(Connection connection) {
        written.add(connection);
    }

    /** Sends one message. */
    void send(int user, long stamp) {
        connections.get(user - senders.from()).talk().send(stamp);
    }

    /** Sends what was written. */
    void flush() {
        for (int i = 0; i < written.size(); i++) {
            written.get(i).flush();
        }
        written.clear();
    }

    /** Runs something on this thread, later. */
    void later(Runnable task, long nanos) {
        loop.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void acked(int user, long stamp) {
        if (round != null) {
            round.heard().acked(user, stamp, System.nanoTime());
        }
    }

    boolean delivered(int user, long stamp) {
        if (round == null) {
            caughtUp++;
            return false;
        }
        return round.heard().delivered(user, stamp, System.nanoTime()) && scene.receipts();
    }

    void pinged() {
        pings++;
    }

    void receipted(int user, long stamp) {
        if (round != null) {
            round.heard().receipted(user, stamp, System.nanoTime());
        }
    }

    void failed(String what) {
        if (failures.size() < SHOWN) {
            failures.add(what);
        }
        if (round != null) {
            round.heard().failed(what);
        } else if (!step.isDone()) {
            step.completeExceptionally(new IllegalStateException(what));
        }
    }
}
