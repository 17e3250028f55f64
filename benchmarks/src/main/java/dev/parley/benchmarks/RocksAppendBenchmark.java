package dev.parley.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.core.Stores;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.JdbcStore;
import dev.parley.store.rocksdb.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a durable message costs the embedded stores: an entry of 200 bytes of text and the inbox rows of its two members in
 * one commit, as the engine does it, forced to the disk; beside them a plain file to which as many bytes are appended and
 * forced. A round sends {@code inFlight} messages to as many of 1,000 conversations and waits for all: {@code messages}
 * counts them, {@code cpuMicrosPerMessage} is the CPU time of the whole process, compilers included, added up over the
 * iterations. Allocation is told per round. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class RocksAppendBenchmark {

    private static final int CONVERSATIONS = 1_000;
    private static final String TEXT = "x".repeat(200);
    private static final String FINGERPRINT = "ab".repeat(32);

    /** What is measured. */
    private interface Target extends AutoCloseable {
        CompletionStage<?> send(long number);

        @Override
        void close();
    }

    /** What is counted beside the rounds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Messages {

        /** How many were stored. */
        public long messages;
    }

    /** What they cost. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {

        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long cpuNanos;
        private long count;

        /** Starts counting. */
        @Setup(Level.Iteration)
        public void start() {
            cpuNanos = system.getProcessCpuTime();
            count = 0;
        }

        /** CPU time of the process for each message, in microseconds. */
        public double cpuMicrosPerMessage() {
            return count == 0 ? 0 : (system.getProcessCpuTime() - cpuNanos) / 1_000.0 / count;
        }
    }

    /** Which store. */
    @Param({"rocksdb", "h2", "file"})
    public String store = "rocksdb";

    /** How many messages are under way at once. */
    @Param({"1", "10", "100", "1000"})
    public int inFlight = 1;

    private Path folder = Path.of("");
    private Target target = new ForcedFile();
    private long sent;

    /** Opens the store in a new folder. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory(Path.of(""), "append-benchmark");
        target = switch (store) {
            case "rocksdb" -> {
                RocksStore opened = RocksStore.open(folder);
                yield new Both(opened.stores(), opened::close);
            }
            case "h2" -> {
                JdbcStore opened = JdbcStore.h2(folder);
                yield new Both(opened.stores(), opened::close);
            }
            case "file" -> new ForcedFile().in(folder.resolve("log"));
            default -> throw new IllegalArgumentException("store: " + store);
        };
    }

    /** Deletes it. */
    @TearDown
    public void delete() throws IOException {
        target.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One round. */
    @Benchmark
    public void round(Messages messages, Cost cost) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[inFlight];
        for (int i = 0; i < inFlight; i++) {
            all[i] = target.send(sent++).toCompletableFuture();
        }
        CompletableFuture.allOf(all).join();
        messages.messages += inFlight;
        cost.count += inFlight;
    }

    /** An append that moves two rows. */
    private record Both(Stores stores, Runnable closing) implements Target {

        @Override
        public CompletionStage<?> send(long number) {
            long pair = number % CONVERSATIONS;
            UserId one = new UserId("user-" + pair);
            UserId other = new UserId("user-" + (pair + CONVERSATIONS));
            ConversationId conversation = new ConversationId("dm.x-conversation-of-the-pair-" + pair);
            UUID id = new UUID(number << 16 | 0x7000, number);
            NewEntry entry = new NewEntry(
                    id,
                    new Origin(one, null, "key-" + number),
                    FINGERPRINT,
                    Instant.ofEpochMilli(number),
                    new EntryBody.Posted(MessageBody.text(TEXT)));
            return stores.logs()
                    .append(List.of(new Append(conversation, Expectation.ANY, List.of(entry), List.of(one, other))));
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    /** One thread appends what waits to a file and forces it: what every durable store pays at least. */
    private static final class ForcedFile implements Target {

        private static final byte[] RECORD = new byte[600];

        private final BlockingQueue<CompletableFuture<Boolean>> waiting = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();
        private final Thread writer = new Thread(this::write, "file-writer");
        private Path file = Path.of("");

        ForcedFile in(Path path) {
            file = path;
            writer.start();
            return this;
        }

        @Override
        public CompletionStage<?> send(long number) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            waiting.add(done);
            return done;
        }

        private void write() {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                List<CompletableFuture<Boolean>> group = new ArrayList<>();
                while (!end.isDone()) {
                    group.clear();
                    group.add(waiting.take());
                    waiting.drainTo(group);
                    ByteBuffer bytes = ByteBuffer.allocate(group.size() * RECORD.length);
                    group.forEach(each -> bytes.put(RECORD));
                    out.write(bytes.flip());
                    out.force(false);
                    group.forEach(each -> each.complete(true));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            waiting.add(end);
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
