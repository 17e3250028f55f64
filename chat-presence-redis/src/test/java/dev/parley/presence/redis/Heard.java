package dev.parley.presence.redis;

import dev.parley.core.spi.node.NodeBus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a node heard, in order. Thread-safe. */
final class Heard implements NodeBus.Listener {

    static final String INTERRUPTED = "(interrupted)";

    final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void frame(byte[] frame) {
        all.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void interrupted() {
        all.add(INTERRUPTED);
    }

    long interruptions() {
        return all.stream().filter(INTERRUPTED::equals).count();
    }

    /** Whether nothing but interruptions came after the last one asked for. */
    List<String> frames() {
        return all.stream().filter(each -> !each.equals(INTERRUPTED)).toList();
    }
}
