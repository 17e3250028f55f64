package dev.parley.benchmarks.load.relay;

import dev.parley.benchmarks.load.subject.Scene;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Who is connected. Thread-safe. */
final class People {

    private final Scene scene;
    private final AtomicReferenceArray<@Nullable Channel> channels;

    People(Scene scene) {
        this.scene = scene;
        this.channels = new AtomicReferenceArray<>(scene.users());
    }

    Scene scene() {
        return scene;
    }

    void came(int user, Channel channel) {
        channels.set(user, channel);
    }

    @Nullable
    Channel channel(int user) {
        return channels.get(user);
    }
}
