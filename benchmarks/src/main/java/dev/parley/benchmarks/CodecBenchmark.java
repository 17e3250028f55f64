package dev.parley.benchmarks;

import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to write and read the frames of every message: a client's send and its ack, the entry that members get,
 * the receipts that they send, and the marks that come of them. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    /** The encoding. */
    @Param({"JSON", "CBOR"})
    public String encoding = "JSON";

    private FrameCodec codec = FrameCodec.JSON;
    private Coded send = new Coded(SampleFrames.send(), FrameCodec.JSON);
    private Coded ack = new Coded(SampleFrames.ack(), FrameCodec.JSON);
    private Coded entry = new Coded(SampleFrames.entry(), FrameCodec.JSON);
    private Coded receipt = new Coded(SampleFrames.receipt(), FrameCodec.JSON);
    private Coded marks = new Coded(SampleFrames.marks(), FrameCodec.JSON);

    /** A frame, and what it looks like on the wire. */
    private static final class Coded {
        final Frame frame;
        final byte[] bytes;

        Coded(Frame frame, FrameCodec codec) {
            this.frame = frame;
            this.bytes = codec.encode(frame);
        }
    }

    /** Makes the frames and their bytes. */
    @Setup
    public void prepare() {
        codec = encoding.equals("JSON") ? FrameCodec.JSON : FrameCodec.CBOR;
        send = new Coded(SampleFrames.send(), codec);
        ack = new Coded(SampleFrames.ack(), codec);
        entry = new Coded(SampleFrames.entry(), codec);
        receipt = new Coded(SampleFrames.receipt(), codec);
        marks = new Coded(SampleFrames.marks(), codec);
        // The figures mean little without the sizes.
        System.out.printf("%s: entry %d bytes, send %d bytes%n", encoding, entry.bytes.length, send.bytes.length);
    }

    /** The client writes a send. */
    @Benchmark
    public byte[] encodeSend() {
        return codec.encode(send.frame);
    }

    /** The server reads a send. */
    @Benchmark
    public List<Frame> decodeSend() {
        return codec.decodeRequests(send.bytes);
    }

    /** The server writes an ack. */
    @Benchmark
    public byte[] encodeAck() {
        return codec.encode(ack.frame);
    }

    /** The client reads an ack. */
    @Benchmark
    public List<Frame> decodeAck() {
        return codec.decodeAnswers(ack.bytes);
    }

    /** The server writes an entry. */
    @Benchmark
    public byte[] encodeEntry() {
        return codec.encode(entry.frame);
    }

    /** The client reads an entry. */
    @Benchmark
    public List<Frame> decodeEntry() {
        return codec.decodeAnswers(entry.bytes);
    }

    /** The server reads a receipt. */
    @Benchmark
    public List<Frame> decodeReceipt() {
        return codec.decodeRequests(receipt.bytes);
    }

    /** The server writes the marks of somebody else. */
    @Benchmark
    public byte[] encodeMarks() {
        return codec.encode(marks.frame);
    }
}
