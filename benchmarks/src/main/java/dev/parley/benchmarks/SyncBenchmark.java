package dev.parley.benchmarks;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to catch up: a client of fifty conversations that missed nothing, and one that missed messages in each of
 * them. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SyncBenchmark {

    private static final int CONVERSATIONS = 50;
    /** The answer, a frame for each conversation, and the one that ends it. */
    private static final int FRAMES = 1 + CONVERSATIONS + 1;

    /** How many messages the client missed in each conversation. */
    @Param({"0", "2"})
    public int missed;

    private final UserId user = new UserId("ada");
    private final MessageBody body = MessageBody.text("x".repeat(200));
    private final Map<ConversationId, Long> cursors = new HashMap<>();
    private OnlineUsers users = new OnlineUsers("JSON");
    private CountingConnection connection = users.open(user);
    private long asked;

    /** Writes the conversations. */
    @Setup(Level.Trial)
    public void start() {
        for (int i = 0; i < CONVERSATIONS; i++) {
            UserId friend = new UserId("friend-" + i);
            for (int message = 0; message < 20; message++) {
                users.chat()
                        .messages()
                        .sendTo(Actor.user(friend), user, "k" + message, body)
                        .toCompletableFuture()
                        .join();
            }
            long head = 21; // the entry that makes the conversation stands before the messages
            cursors.put(ConversationId.direct(friend, user), head - missed);
        }
        // What was pushed meanwhile: for each conversation its row, and the messages.
        users.count().await(1 + CONVERSATIONS * (1 + 20));
    }

    /** Ends the engine. */
    @TearDown(Level.Trial)
    public void stop() {
        users.close();
    }

    /** One sync, all of whose frames arrived. */
    @Benchmark
    public long sync() {
        long before = users.count().value();
        asked++;
        users.request(connection, asked + 1, new Command.Sync(cursors, CONVERSATIONS, null));
        users.count().await(before + FRAMES);
        return users.count().value();
    }
}
