package dev.parley.benchmarks;

import dev.parley.core.internal.id.Fingerprints;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.UserId;
import dev.parley.protocol.EntryCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What every append and read of a store takes besides the store: the stored form and the fingerprint. Thread-safe. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StoredFormBenchmark {

    private final EntryBody body = new EntryBody.Posted(SampleFrames.body());
    private final byte[] stored = EntryCodec.encode(body);
    private final UserId one = new UserId("user-104223");
    private final UserId other = new UserId("user-98");

    /** The store writes what an entry does. */
    @Benchmark
    public byte[] encodeBody() {
        return EntryCodec.encode(body);
    }

    /** The store reads what an entry does. */
    @Benchmark
    public EntryBody decodeBody() {
        return EntryCodec.decode(stored);
    }

    /** The engine tells a retry from another message. */
    @Benchmark
    public String fingerprint() {
        return Fingerprints.of(body);
    }

    /** The engine finds the conversation of a message that is sent to a user. */
    @Benchmark
    public ConversationId direct() {
        return ConversationId.direct(one, other);
    }
}
