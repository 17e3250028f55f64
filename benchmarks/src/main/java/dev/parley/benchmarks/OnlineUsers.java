package dev.parley.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.core.AdmissionOptions;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An engine with empty stores in memory and users who are online, all on one thread, as connections share an event loop.
 * Thread-safe.
 */
final class OnlineUsers implements AutoCloseable {

    private static final int AT_ONCE = 10_000;
    private static final AdmissionOptions ALL_AT_ONCE =
            new AdmissionOptions(AT_ONCE, AT_ONCE, AdmissionOptions.DEFAULT.retryAfter());

    private final FrameCodec codec;
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final SystemRuntime system = SystemRuntime.start();
    private final FrameCount count = new FrameCount();
    private final Chat chat = Chat.builder(InMemoryStores.create(), system.runtime())
            .authenticator(credentials ->
                    CompletableFuture.completedStage(new Authenticator.Identity(new UserId(credentials.token()), null)))
            .accessPolicy(AccessPolicy.allowAll())
            .failures((where, failure) -> {
                throw new IllegalStateException(where, failure);
            })
            .options(ChatOptions.DEFAULT.with(RateOptions.NONE).with(ALL_AT_ONCE))
            .build();
    private final long cpuAtStart = cpuNanos();

    OnlineUsers(String encoding) {
        codec = encoding.equals("JSON") ? FrameCodec.JSON : FrameCodec.CBOR;
    }

    Chat chat() {
        return chat;
    }

    /** The frames that reached users. */
    FrameCount count() {
        return count;
    }

    /** A user comes online; waits for the welcome. */
    CountingConnection open(UserId user) {
        long before = count.value();
        CountingConnection connection = new CountingConnection(codec, loop, count);
        connection.open(chat.sessions());
        connection.receives(codec.encode(CountingConnection.hello(user)));
        count.await(before + 1);
        return connection;
    }

    /** A user's client sends a request. */
    void request(CountingConnection from, long id, Command command) {
        from.receives(codec.encode(new Frame.Request(id, command)));
    }

    /** What all threads of the process have taken since the start, in microseconds: the clock says little of shared work. */
    double cpuMicros() {
        return (cpuNanos() - cpuAtStart) / 1_000.0;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    @Override
    public void close() {
        chat.close();
        system.close();
        loop.shutdown();
    }
}
