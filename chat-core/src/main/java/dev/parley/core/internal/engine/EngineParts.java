package dev.parley.core.internal.engine;

import dev.parley.core.ChatOptions;
import dev.parley.core.NodeOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.host.ChatListener;
import dev.parley.core.host.FailureListener;
import dev.parley.core.host.MessageInterceptor;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is given.
 *
 * @param bus null when this is the only node
 * @param discovery null when clients do not choose among nodes
 */
public record EngineParts(
        Stores stores,
        ChatRuntime runtime,
        ChatOptions options,
        Hooks hooks,
        @Nullable NodeBus bus,
        SessionDirectory directory,
        @Nullable Discovery discovery) {

    /** Where nodes find each other, and how this one shows itself there. */
    public record Discovery(NodeDirectory directory, NodeOptions options) {}

    /** The host's own code. */
    public record Hooks(
            Authenticator authenticator,
            AccessPolicy accessPolicy,
            MessageInterceptor interceptor,
            List<ChatListener> listeners,
            FailureListener failures) {

        /** Sees to it that reporting a failure never fails. */
        public Hooks {
            failures = new GuardedFailures(failures);
        }
    }
}
