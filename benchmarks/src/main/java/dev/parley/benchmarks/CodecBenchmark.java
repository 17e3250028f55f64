package dev.parley.benchmarks;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
 * What it takes to write and read the two frames of every message: a client's send, and the entry that members get.
 * Thread-safe.
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
    private Frame entry = entryFrame();
    private Frame send = sendFrame();
    private byte[] entryBytes = {};
    private byte[] sendBytes = {};

    /** Makes the frames and their bytes. */
    @Setup
    public void prepare() {
        codec = encoding.equals("JSON") ? FrameCodec.JSON : FrameCodec.CBOR;
        entry = entryFrame();
        send = sendFrame();
        entryBytes = codec.encode(entry);
        sendBytes = codec.encode(send);
        // The figures mean little without the sizes.
        System.out.printf("%s: entry %d bytes, send %d bytes%n", encoding, entryBytes.length, sendBytes.length);
    }

    /** The server writes an entry. */
    @Benchmark
    public byte[] encodeEntry() {
        return codec.encode(entry);
    }

    /** The client reads an entry. */
    @Benchmark
    public List<Frame> decodeEntry() {
        return codec.decodeAnswers(entryBytes);
    }

    /** The client writes a send. */
    @Benchmark
    public byte[] encodeSend() {
        return codec.encode(send);
    }

    /** The server reads a send. */
    @Benchmark
    public List<Frame> decodeSend() {
        return codec.decodeRequests(sendBytes);
    }

    private static Frame entryFrame() {
        return new Frame.Pushed(new Event.Appended(new Entry(
                new ConversationId("c.8sP0V6cQm3xk1Zb9"),
                48_211,
                UUID.fromString("019f0e3a-5c4d-7b21-9a3e-5d1c0b7f4e62"),
                new Origin(new UserId("user-104223"), new DeviceId("d-81f3a2"), "01K9ZQ4T7M2W8XJ5"),
                Instant.ofEpochMilli(1_790_000_000_123L),
                new EntryBody.Posted(body()))));
    }

    private static Frame sendFrame() {
        return new Frame.Request(
                71, new Command.Send(new ConversationId("c.8sP0V6cQm3xk1Zb9"), "01K9ZQ4T7M2W8XJ5", body()));
    }

    /** 200 bytes of text in an ordinary language, a few of them not ASCII. */
    private static MessageBody body() {
        String text =
                "Gr\u00fc\u00dfe aus Z\u00fcrich! The train leaves at 17:42 from track 9, so let us meet below the "
                        + "big clock at half past five. I have the tickets; bring the map, and something to read for the way. "
                        + "See you there";
        return MessageBody.text(text);
    }
}
