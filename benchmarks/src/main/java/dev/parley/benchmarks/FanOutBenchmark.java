package dev.parley.benchmarks;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
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
 * What a delivery costs in a group of a hundred who are all online: one send, an ack, and the entry for each of them. Ten
 * messages are under way at once. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FanOutBenchmark {

    private static final int MEMBERS = 100;
    private static final int AT_ONCE = 10;

    /** The encoding. */
    @Param({"JSON", "CBOR"})
    public String encoding = "JSON";

    private final MessageBody body = MessageBody.text("x".repeat(200));
    private final List<CountingConnection> members = new ArrayList<>();
    private OnlineUsers users = new OnlineUsers(encoding);
    private ConversationId group = new ConversationId("none yet");
    private long sent;

    /** Makes the group and brings its members online. */
    @Setup(Level.Iteration)
    public void start() {
        users.close();
        users = new OnlineUsers(encoding);
        members.clear();
        sent = 0;
        List<MemberSpec> others = new ArrayList<>();
        for (int i = 1; i < MEMBERS; i++) {
            others.add(new MemberSpec(new UserId("user-" + i), Role.MEMBER));
        }
        Command.Create create =
                new Command.Create("create", ConversationKind.GROUP, "group", HistoryPolicy.FULL, others);
        group = users.chat()
                .conversations()
                .create(Actor.user(new UserId("user-0")), create)
                .toCompletableFuture()
                .join()
                .conversation()
                .id();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(users.open(new UserId("user-" + i)));
        }
    }

    /** Says what all threads together took. */
    @TearDown(Level.Iteration)
    public void report() {
        System.out.printf("CPU: %.2f us per delivery%n", users.cpuMicros() / (sent * MEMBERS));
    }

    /** Ends the engine. */
    @TearDown(Level.Trial)
    public void stop() {
        users.close();
    }

    /** Ten members send at once; what is measured is a delivery. */
    @Benchmark
    @OperationsPerInvocation(AT_ONCE * MEMBERS)
    public long sendToGroup() {
        long before = users.count().value();
        for (int i = 0; i < AT_ONCE; i++) {
            sent++;
            users.request(members.get(i), sent + 1, new Command.Send(group, "k" + sent, body));
        }
        users.count().await(before + AT_ONCE * (MEMBERS + 1));
        return users.count().value();
    }
}
