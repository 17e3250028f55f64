package dev.parley.benchmarks;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * What a send costs in the engine itself: gate, append, inbox rows, fan-out; with stores in memory, real threads, nobody
 * online and no socket. Each iteration starts with empty stores. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SendBenchmark {

    private static final int IN_FLIGHT = 100;

    /** How many members the group has. */
    @Param({"2", "100"})
    public int members = 2;

    private final MessageBody body = MessageBody.text("x".repeat(200));
    private final Actor ada = Actor.user("ada");
    private OnlineUsers users = new OnlineUsers("JSON");
    private Chat chat = users.chat();
    private ConversationId group = new ConversationId("none yet");
    private long sent;

    /** Makes an engine and a group in it. */
    @Setup(Level.Iteration)
    public void start() {
        users.close();
        users = new OnlineUsers("JSON");
        chat = users.chat();
        List<MemberSpec> others = IntStream.range(1, members)
                .mapToObj(i -> new MemberSpec(new UserId("user-" + i), Role.MEMBER))
                .toList();
        Command.Create create =
                new Command.Create("create", ConversationKind.GROUP, "group", HistoryPolicy.FULL, others);
        group = chat.conversations()
                .create(ada, create)
                .toCompletableFuture()
                .join()
                .conversation()
                .id();
    }

    /** Ends the engine. */
    @TearDown(Level.Trial)
    public void stop() {
        users.close();
    }

    /** One message after the other: how long a sender waits for the ack. */
    @Benchmark
    public Result.Ack sendAndWait() {
        return send().join();
    }

    /** Many senders' worth at once, so that appends share batches. */
    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT)
    public Object sendManyAtOnce() {
        CompletableFuture<?>[] acks = new CompletableFuture<?>[IN_FLIGHT];
        for (int i = 0; i < IN_FLIGHT; i++) {
            acks[i] = send();
        }
        CompletableFuture.allOf(acks).join();
        return acks;
    }

    private CompletableFuture<Result.Ack> send() {
        return chat.messages().send(ada, group, "k" + sent++, body).toCompletableFuture();
    }
}
