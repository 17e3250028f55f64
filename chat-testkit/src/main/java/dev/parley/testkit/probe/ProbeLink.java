package dev.parley.testkit.probe;

import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import java.util.concurrent.CompletionStage;

/** One session with a server. Implementations are thread-safe, and answer pings by themselves. */
public interface ProbeLink extends AutoCloseable {

    /**
     * Sends a command, after all those sent before.
     *
     * @param command the command
     * @return the server's answer; fails with {@link dev.parley.protocol.ChatException} when the server refuses, with
     *     {@code outcome_unknown} or any other exception when the link broke before it answered
     */
    CompletionStage<Result> ask(Command command);

    /** Ends the session. What was not answered fails. */
    @Override
    void close();
}
