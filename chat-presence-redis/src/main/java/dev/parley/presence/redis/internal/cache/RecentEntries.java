package dev.parley.presence.redis.internal.cache;

import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.presence.redis.RedisLogCacheOptions;
import dev.parley.presence.redis.internal.Commands;
import dev.parley.presence.redis.internal.Redis;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest entries of conversations in Redis, a key for each conversation. Whatever fails is a miss. Thread-safe. */
final class RecentEntries {

    private static final Logger LOG = LoggerFactory.getLogger(RecentEntries.class);

    /** How many bytes may be on their way; what is to be put in meanwhile is left out. */
    private static final int UNDER_WAY = 16 << 20;

    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    /** Connecting takes a moment, of which nobody need be told. */
    private static final long BEFORE_LINES = Duration.ofSeconds(10).toNanos();

    private final Redis redis;
    private final Trust trust;
    private final Tally tally;
    private final RedisLogCacheOptions options;
    private final EntryValue values;
    private final String keys;
    private final List<byte[]> bounds;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Set<ConversationId> filling = ConcurrentHashMap.newKeySet();
    private final AtomicLong nextLine = new AtomicLong(System.nanoTime() + BEFORE_LINES);

    RecentEntries(Redis redis, RedisLogCacheOptions options, Seal seal, Tally tally) {
        this.redis = redis;
        this.trust = new Trust(redis);
        this.tally = tally;
        this.options = options;
        values = new EntryValue(seal);
        keys = options.prefix() + "log:";
        bounds = List.of(
                Commands.bytes(Integer.toString(options.entries())),
                Commands.bytes(Integer.toString(options.bytes())),
                Commands.bytes(Long.toString(options.expiry().toMillis())));
    }

    /** Whether it is worth asking now. */
    boolean answers() {
        if (!redis.isConnected()) {
            tell("Redis is not connected, entries are read from the store", null);
            return false;
        }
        return trust.holds();
    }

    /** The entries of each span, where all of them are there; never fails, and is done when the time is up. */
    CompletionStage<List<Optional<List<Entry>>>> read(List<Span> spans) {
        try {
            return ask(spans);
        } catch (RuntimeException e) { // closed meanwhile, perhaps
            spans.forEach(span -> failed(e));
            return CompletableFuture.completedFuture(Collections.nCopies(spans.size(), Optional.empty()));
        }
    }

    private void failed(Throwable failure) {
        tally.failed();
        tell("entries cannot be read from Redis, the store is asked instead", failure);
    }

    private CompletionStage<List<Optional<List<Entry>>>> ask(List<Span> spans) {
        List<CompletableFuture<List<byte[]>>> answers = inTime(
                redis.commands().sendAll(spans.stream().map(this::command).toList()),
                spans.stream().map(Span::conversation).toList());
        List<CompletionStage<Optional<List<Entry>>>> found = new ArrayList<>(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            found.add(answers.get(i).handle((some, failure) -> {
                if (failure != null) {
                    failed(failure);
                    return Optional.empty();
                }
                Optional<List<Entry>> entries = entries(span, some);
                tally.asked(entries.isPresent());
                return entries;
            }));
        }
        return all(found);
    }

    private Command<String, byte[], List<byte[]>> command(Span span) {
        CommandArgs<String, byte[]> fields = new CommandArgs<>(Commands.CODEC).addKey(key(span.conversation()));
        for (long seq = span.low(); seq <= span.high(); seq++) {
            fields.add(seq);
        }
        return new Command<>(CommandType.HMGET, new ValueListOutput<>(Commands.CODEC), fields);
    }

    @SuppressWarnings("ConstantValue") // a field that is not there is null, whatever Lettuce says
    private Optional<List<Entry>> entries(Span span, List<byte[]> found) {
        if (found.size() != span.size()) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>(found.size());
        for (byte[] value : found) {
            if (value == null) {
                return Optional.empty();
            }
            Optional<Entry> entry = values.decode(span.conversation(), span.low() + entries.size(), value);
            if (entry.isEmpty()) {
                tally.unreadable();
                tell("a value in Redis is not an entry as this version writes it", null);
                return Optional.empty();
            }
            entries.add(entry.get());
        }
        return Optional.of(entries);
    }

    /** Does what nobody waits for: what the store acked or returned, it did, whatever comes of the rest. */
    void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            tell("entries cannot be put into Redis", e);
        }
    }

    /** Puts entries in that were appended, a conversation's by ascending seq. */
    void put(Map<ConversationId, ? extends Collection<Entry>> entries) {
        send(entries);
    }

    /** Puts entries in that were missed; one after the other where many readers miss what is new of a conversation at once. */
    void fill(Map<ConversationId, ? extends Collection<Entry>> entries) {
        Map<ConversationId, Collection<Entry>> some = new LinkedHashMap<>();
        entries.forEach((conversation, each) -> {
            if (filling.add(conversation)) {
                some.put(conversation, each);
            }
        });
        Redis.attempt(() -> send(some)).whenComplete((sent, failure) -> {
            filling.removeAll(some.keySet());
            if (failure != null) {
                tell("entries cannot be put into Redis", failure);
            }
        });
    }

    private CompletionStage<List<Boolean>> send(Map<ConversationId, ? extends Collection<Entry>> entries) {
        List<Commands.Given> puts = new ArrayList<>(entries.size());
        List<ConversationId> conversations = new ArrayList<>(entries.size());
        int size = 0;
        for (Map.Entry<ConversationId, ? extends Collection<Entry>> each : entries.entrySet()) {
            List<byte[]> arguments = new ArrayList<>(bounds);
            size += add(arguments, each.getValue());
            if (arguments.size() > bounds.size()) {
                puts.add(new Commands.Given(List.of(key(each.getKey())), arguments));
                conversations.add(each.getKey());
            }
        }
        if (puts.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        int bytes = size;
        if (underWay.addAndGet(bytes) > UNDER_WAY) {
            underWay.addAndGet(-bytes);
            return CompletableFuture.completedFuture(List.of());
        }
        List<CompletionStage<Boolean>> heard = new ArrayList<>(puts.size());
        for (CompletableFuture<?> answer : inTime(redis.commands().runAll(Window.PUT, puts), conversations)) {
            heard.add(answer.handle((done, failure) -> {
                if (failure != null) {
                    tell("entries cannot be put into Redis", failure);
                }
                return failure == null;
            }));
        }
        return all(heard).whenComplete((done, failure) -> underWay.addAndGet(-bytes));
    }

    private int add(List<byte[]> arguments, Collection<Entry> entries) {
        int size = 0;
        for (Entry entry : entries) {
            // What this version cannot read it could not write again as it was.
            byte[] value = entry.body() instanceof EntryBody.Unknown ? null : values.encode(entry);
            if (value != null && value.length <= options.entryBytes()) {
                arguments.add(Commands.bytes(Long.toString(entry.seq())));
                arguments.add(value);
                size += value.length;
            }
        }
        return size;
    }

    private String key(ConversationId conversation) {
        return keys + conversation.value();
    }

    /** What is answered of what was asked of some conversations' servers, failed where it is not when the time is up. */
    private <T> List<CompletableFuture<T>> inTime(List<CompletionStage<T>> answers, List<ConversationId> asked) {
        List<CompletableFuture<T>> results = new ArrayList<>(answers.size());
        answers.forEach(answer -> results.add(new CompletableFuture<>()));
        Future<?> end = redis.timer(options.timeout(), () -> {
            for (int i = 0; i < results.size(); i++) {
                if (!results.get(i).isDone()) {
                    ConversationId conversation = asked.get(i);
                    trust.lose(() -> probe(conversation)); // before those who wait go on and ask again
                    results.get(i).completeExceptionally(new TimeoutException("no answer after " + options.timeout()));
                }
            }
        });
        AtomicInteger open = new AtomicInteger(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            CompletableFuture<T> result = results.get(i);
            answers.get(i).whenComplete((value, failure) -> {
                if (open.decrementAndGet() == 0) {
                    end.cancel(false);
                }
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        }
        return results;
    }

    /** Asks the server that has a conversation for anything. */
    private CompletionStage<Long> probe(ConversationId conversation) {
        CompletableFuture<Long> result = redis.commands()
                .send(Commands.command(CommandType.EXISTS, new IntegerOutput<>(Commands.CODEC), key(conversation)))
                .toCompletableFuture();
        redis.later(options.timeout(), () -> result.completeExceptionally(new TimeoutException()));
        return result;
    }

    /** A line once in a while, however often it happens. */
    private void tell(String what, @Nullable Throwable failure) {
        long due = nextLine.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + BETWEEN_LINES)) {
            LOG.warn("{} (said once a minute at most){}", what, failure == null ? "" : ": " + failure);
            LOG.debug("the cause", failure);
        }
    }

    private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        CompletableFuture<?>[] futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(futures).thenApply(done -> {
            List<T> values = new ArrayList<>(stages.size());
            stages.forEach(stage -> values.add(stage.toCompletableFuture().join()));
            return values;
        });
    }
}
