package dev.parley.benchmarks;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs between two sockets: a send is decoded, stored in memory, acked, and encoded for both users, all
 * online. A hundred pairs share one thread as connections share an event loop; each sends one message, and the next begin
 * when all are acked and delivered. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SessionBenchmark {

    private static final int PAIRS = 100;
    /** A send is answered with an ack, and the entry goes to both users. */
    private static final int FRAMES_PER_SEND = 3;

    /** The encoding. */
    @Param({"JSON", "CBOR"})
    public String encoding = "JSON";

    private final MessageBody body = MessageBody.text("x".repeat(200));
    private final List<CountingConnection> senders = new ArrayList<>();
    private final List<ConversationId> conversations = new ArrayList<>();
    private OnlineUsers users = new OnlineUsers(encoding);
    private long sent;

    /** Opens the sessions of all pairs. */
    @Setup(Level.Iteration)
    public void start() {
        users.close();
        users = new OnlineUsers(encoding);
        senders.clear();
        conversations.clear();
        sent = 0;
        for (int i = 0; i < PAIRS; i++) {
            UserId left = new UserId("left-" + i);
            UserId right = new UserId("right-" + i);
            users.chat()
                    .messages()
                    .sendTo(Actor.user(left), right, "first", body)
                    .toCompletableFuture()
                    .join();
            conversations.add(ConversationId.direct(left, right));
            senders.add(users.open(left));
            users.open(right);
        }
    }

    /** Says what all threads together took. */
    @TearDown(Level.Iteration)
    public void report() {
        System.out.printf("CPU: %.2f us per message%n", users.cpuMicros() / (sent * PAIRS));
    }

    /** Ends the engine. */
    @TearDown(Level.Trial)
    public void stop() {
        users.close();
    }

    /** One message in each pair. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public long sendToPeer() {
        long before = users.count().value();
        sent++;
        for (int i = 0; i < PAIRS; i++) {
            Command send = new Command.Send(conversations.get(i), "k" + sent, body);
            users.request(senders.get(i), sent + 1, send);
        }
        users.count().await(before + PAIRS * FRAMES_PER_SEND);
        return users.count().value();
    }
}
