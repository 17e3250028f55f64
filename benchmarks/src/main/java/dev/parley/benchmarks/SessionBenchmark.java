package dev.parley.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.core.Actor;
import dev.parley.core.AdmissionOptions;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private static final AdmissionOptions ALL_AT_ONCE =
            new AdmissionOptions(2 * PAIRS, 2 * PAIRS, AdmissionOptions.DEFAULT.retryAfter());

    private final MessageBody body = MessageBody.text("x".repeat(200));
    private final List<CountingConnection> senders = new ArrayList<>();
    private final List<ConversationId> conversations = new ArrayList<>();
    private SystemRuntime system = SystemRuntime.start();
    private ExecutorService loop = Executors.newSingleThreadExecutor();
    private FrameCodec codec = FrameCodec.JSON;
    private FrameCount count = new FrameCount();
    private Chat chat = chat(system);
    private long sent;
    private long cpuNanos;
    private long sentBefore;

    /** Opens the sessions of all pairs in an engine with empty stores. */
    @Setup(Level.Iteration)
    public void start() {
        stop();
        codec = encoding.equals("JSON") ? FrameCodec.JSON : FrameCodec.CBOR;
        loop = Executors.newSingleThreadExecutor();
        system = SystemRuntime.start();
        chat = chat(system);
        senders.clear();
        conversations.clear();
        count = new FrameCount();
        for (int i = 0; i < PAIRS; i++) {
            UserId left = new UserId("left-" + i);
            UserId right = new UserId("right-" + i);
            chat.messages()
                    .sendTo(Actor.user(left), right, "first", body)
                    .toCompletableFuture()
                    .join();
            conversations.add(ConversationId.direct(left, right));
            senders.add(open(left));
            open(right);
        }
        count.await(2 * PAIRS); // the welcomes
        sentBefore = sent;
        cpuNanos = cpuNanos();
    }

    /** What all threads of the process took for it: the time that is measured says little of work that is shared out. */
    @TearDown(Level.Iteration)
    public void report() {
        long messages = (sent - sentBefore) * PAIRS;
        System.out.printf("CPU: %.2f us per message%n", (cpuNanos() - cpuNanos) / 1_000.0 / Math.max(1, messages));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private CountingConnection open(UserId user) {
        CountingConnection connection = new CountingConnection(codec, loop, count);
        connection.open(chat.sessions());
        connection.receives(codec.encode(CountingConnection.hello(user)));
        return connection;
    }

    /** Ends the engine. */
    @TearDown(Level.Trial)
    public void stop() {
        chat.close();
        system.close();
        loop.shutdown();
    }

    /** One message in each pair. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public long sendToPeer() {
        long before = count.value();
        sent++;
        for (int i = 0; i < PAIRS; i++) {
            Command send = new Command.Send(conversations.get(i), "k" + sent, body);
            senders.get(i).receives(codec.encode(new Frame.Request(sent + 2, send)));
        }
        count.await(before + PAIRS * FRAMES_PER_SEND);
        return count.value();
    }

    private static Chat chat(SystemRuntime system) {
        return Chat.builder(InMemoryStores.create(), system.runtime())
                .authenticator(credentials -> CompletableFuture.completedStage(
                        new Authenticator.Identity(new UserId(credentials.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .failures((where, failure) -> {
                    throw new IllegalStateException(where, failure);
                })
                .options(ChatOptions.DEFAULT.with(RateOptions.NONE).with(ALL_AT_ONCE))
                .build();
    }
}
