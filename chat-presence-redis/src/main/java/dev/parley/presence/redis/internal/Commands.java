package dev.parley.presence.redis.internal;

import dev.parley.protocol.ChatException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands and scripts over one connection, many of them in one flush. Whatever fails, fails retryably. Thread-safe. */
public final class Commands {

    /** Keys are text, values bytes. */
    public static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /**
     * What a script is given.
     *
     * @param keys all keys that it touches; in a Redis cluster they are on one server
     * @param arguments what else it needs
     */
    public record Given(List<String> keys, List<byte[]> arguments) {

        /** Arguments that are text. */
        public static Given text(List<String> keys, List<String> arguments) {
            return new Given(keys, arguments.stream().map(Commands::bytes).toList());
        }
    }

    private final Supplier<StatefulConnection<String, byte[]>> connection;

    /** Over the connection that there is when a command is sent; the supplier throws when there is none. */
    Commands(Supplier<StatefulConnection<String, byte[]>> connection) {
        this.connection = connection;
    }

    /** A command that touches one key or channel. */
    public static <T> Command<String, byte[], T> command(
            ProtocolKeyword type, CommandOutput<String, byte[], T> output, String key) {
        return new Command<>(type, output, new CommandArgs<>(CODEC).addKey(key));
    }

    /** Sends one command. */
    public <T> CompletionStage<T> send(Command<String, byte[], T> command) {
        return sendAll(List.of(command)).get(0);
    }

    /** Sends commands in one flush for each server; each succeeds or fails by itself. */
    public <T> List<CompletionStage<T>> sendAll(List<? extends Command<String, byte[], ? extends T>> commands) {
        List<AsyncCommand<String, byte[], T>> sent = new ArrayList<>(commands.size());
        for (Command<String, byte[], ? extends T> command : commands) {
            sent.add(async(command));
        }
        try {
            connection.get().dispatch(sent);
        } catch (RedisException | ChatException e) {
            // Not connected, or the queue is full. Those that were taken all the same have an answer already or get
            // none.
            sent.forEach(each -> each.completeExceptionally(e));
        }
        List<CompletionStage<T>> answers = new ArrayList<>(sent.size());
        for (AsyncCommand<String, byte[], T> each : sent) {
            answers.add(each.exceptionally(failure -> {
                throw Failures.of(failure);
            }));
        }
        return answers;
    }

    @SuppressWarnings("unchecked") // what is read from a supplier of a T is a T
    private static <T> AsyncCommand<String, byte[], T> async(Command<String, byte[], ? extends T> command) {
        return new AsyncCommand<>((Command<String, byte[], T>) command);
    }

    /** Runs a script; yields what it returns, a list of strings. */
    public CompletionStage<List<String>> run(Script script, Given given) {
        return runAll(script, List.of(given)).get(0);
    }

    /** Runs a script for each of some keys, in one flush. A server that does not know the script is told it. */
    public List<CompletionStage<List<String>>> runAll(Script script, List<Given> all) {
        List<Command<String, byte[], List<byte[]>>> calls =
                all.stream().map(given -> call(script, given, false)).toList();
        List<CompletionStage<List<byte[]>>> answers = sendAll(calls);
        List<CompletionStage<List<String>>> results = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Given given = all.get(i);
            CompletableFuture<List<String>> result = new CompletableFuture<>();
            answers.get(i).whenComplete((answer, failure) -> {
                if (failure == null) {
                    result.complete(strings(answer));
                } else if (unknown(failure)) {
                    send(call(script, given, true)).whenComplete((second, again) -> {
                        if (again == null) {
                            result.complete(strings(second));
                        } else {
                            result.completeExceptionally(Failures.of(again));
                        }
                    });
                } else {
                    result.completeExceptionally(Failures.of(failure));
                }
            });
            results.add(result);
        }
        return results;
    }

    private static boolean unknown(Throwable failure) {
        return Failures.of(failure).getCause() instanceof RedisNoScriptException;
    }

    private static Command<String, byte[], List<byte[]>> call(Script script, Given given, boolean whole) {
        CommandArgs<String, byte[]> args = new CommandArgs<>(CODEC)
                .add(whole ? script.text() : script.digest())
                .add(given.keys().size())
                .addKeys(given.keys());
        given.arguments().forEach(args::add);
        return new Command<>(whole ? CommandType.EVAL : CommandType.EVALSHA, new ValueListOutput<>(CODEC), args);
    }

    /** The bytes of an argument that is text. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> strings(List<byte[]> values) {
        return values.stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }
}
