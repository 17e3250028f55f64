package dev.parley.integration.sim;

import dev.parley.core.Chat;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.service.Inboxes;
import dev.parley.core.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One node of the service: processes that come one after the other. Confined to the test's thread. */
public final class SimNode {

    private final SimNet net;
    private final BiFunction<SimProcess, ChatRuntime, Chat> engine;
    private final List<SimLink> links = new ArrayList<>();
    private Duration clockOff = Duration.ZERO;
    private @Nullable SimProcess process;
    private @Nullable Chat chat;

    SimNode(SimNet net, BiFunction<SimProcess, ChatRuntime, Chat> engine) {
        this.net = net;
        this.engine = engine;
        start();
    }

    /** Starts the process, unless it runs. */
    public void start() {
        if (process == null) {
            SimProcess life = new SimProcess(net.runtime());
            process = life;
            ChatRuntime runtime = new ChatRuntime(
                    () -> net.runtime().clock().instant().plus(clockOff),
                    life,
                    life,
                    new Random(net.random().nextLong()));
            chat = engine.apply(life, runtime);
        }
    }

    /**
     * Kills the process, as {@code kill -9} does, or the machine with it.
     *
     * @param quiet whether the other ends of its connections hear nothing of it, as when the machine is gone
     */
    public void kill(boolean quiet) {
        if (process != null) {
            process.kill();
            process = null;
            chat = null;
            for (SimLink link : List.copyOf(links)) {
                if (quiet) {
                    link.vanish();
                } else {
                    link.cut();
                }
            }
            links.clear();
        }
    }

    /** Stops the process for a while; nobody can tell it from a slow one. */
    public void pause() {
        if (process != null) {
            process.pause();
        }
    }

    /** Lets a paused process go on. */
    public void resume() {
        if (process != null && process.paused()) {
            process.resume();
        }
    }

    /** Sets the node's clock wrong. */
    public void clockOff(Duration by) {
        clockOff = by;
    }

    /** Whether a process runs that can be reached. */
    public boolean running() {
        return process != null;
    }

    SimProcess process() {
        if (process == null) {
            throw new IllegalStateException("the node is down");
        }
        return process;
    }

    Chat chat() {
        if (chat == null) {
            throw new IllegalStateException("the node is down");
        }
        return chat;
    }

    /** For who compares them with the logs. */
    public Inboxes inboxes() {
        return chat().inboxes();
    }

    Sessions sessions() {
        return chat().sessions();
    }

    /** What its clock shows, in milliseconds. */
    long now() {
        return net.now() + clockOff.toMillis();
    }

    void opened(SimLink link) {
        links.add(link);
    }

    void closed(SimLink link) {
        links.remove(link);
    }
}
