package dev.parley.integration.convergence;

import dev.parley.integration.sim.SimNet;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * All that goes over the wires of a run, as a checksum; with {@code -Dparley.trace=true} also as lines of JSON on the
 * console. Confined to the test's thread.
 */
final class Trace implements SimNet.Tap {

    static final boolean PRINT = Boolean.getBoolean("parley.trace");

    private final CRC32 all = new CRC32();

    @Override
    public void heard(String who, FrameCodec codec, byte[] message, boolean request) {
        all.update(message);
        if (PRINT) {
            List<Frame> frames = request ? codec.decodeRequests(message) : codec.decodeAnswers(message);
            for (Frame frame : frames) {
                String text = new String(FrameCodec.JSON.encode(frame), StandardCharsets.UTF_8);
                System.out.println(who + (request ? " > " : " < ") + text);
            }
        }
    }

    /** The same for the same run. */
    long checksum() {
        return all.getValue();
    }
}
