package dev.parley.presence.redis.internal.bus;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.presence.redis.internal.Commands;
import dev.parley.presence.redis.internal.Redis;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A channel for each node, and a connection of its own for each that is listened to. In a Redis cluster the channels are
 * sharded, so that a frame passes one server and not all of them. Thread-safe.
 */
public final class RedisBus implements NodeBus, AutoCloseable {

    private final Redis redis;
    private final String prefix;
    private final Set<Ear> ears = ConcurrentHashMap.newKeySet();

    /** Nobody listens yet. */
    public RedisBus(Redis redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix + "bus:";
    }

    @Override
    public CompletionStage<Void> send(NodeId to, byte[] frame) {
        if (frame.length < 1 || frame.length > MAX_FRAME) {
            throw new IllegalArgumentException("frame: " + frame.length + " bytes (expected: 1.." + MAX_FRAME + ")");
        }
        CommandType type = redis.sharded() ? CommandType.SPUBLISH : CommandType.PUBLISH;
        CommandArgs<String, byte[]> args =
                new CommandArgs<>(Commands.CODEC).addKey(channel(to)).addValue(frame);
        CommandOutput<String, byte[], Long> output = new IntegerOutput<>(Commands.CODEC);
        return redis.commands().send(new Command<>(type, output, args)).thenAccept(listeners -> {});
    }

    @Override
    public AutoCloseable listen(NodeId self, Listener listener) {
        Ear ear = new Ear(redis, channel(self), new Inbox(listener, self.value()));
        ears.add(ear);
        ear.open();
        return () -> {
            ears.remove(ear);
            ear.close();
        };
    }

    private String channel(NodeId node) {
        return prefix + node.value();
    }

    @Override
    public void close() {
        ears.forEach(Ear::close);
        ears.clear();
    }
}
