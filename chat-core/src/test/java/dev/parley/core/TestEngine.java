package dev.parley.core;

import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** An engine in memory on one thread, whose background failures fail the test that looks at them. */
final class TestEngine {

    private static final AtomicInteger KEYS = new AtomicInteger();

    final List<Throwable> failures = new ArrayList<>();
    final Stores stores;
    private final List<Runnable> timers = new ArrayList<>();
    final Chat chat;
    private long millis = 1_790_000_000_000L;

    TestEngine() {
        this(InMemoryStores.create(), builder -> builder);
    }

    TestEngine(Stores stores, UnaryOperator<ChatBuilder> settings) {
        this.stores = stores;
        InstantSource clock = () -> Instant.ofEpochMilli(millis);
        ChatRuntime runtime = new ChatRuntime(
                clock,
                Runnable::run,
                (delay, task) -> {
                    timers.add(task);
                    return () -> timers.remove(task);
                },
                RandomGenerator.of("L64X128MixRandom"));
        chat = settings.apply(Chat.builder(stores, runtime)
                        .authenticator(credentials -> CompletableFuture.completedStage(
                                new Authenticator.Identity(new UserId(credentials.token()), null)))
                        .accessPolicy(AccessPolicy.allowAll())
                        .failures((where, failure) -> failures.add(failure)))
                .build();
    }

    /** Whatever was put off happens. */
    void timersFire() {
        List<Runnable> due = List.copyOf(timers);
        timers.removeAll(due);
        due.forEach(Runnable::run);
    }

    long millis() {
        return millis;
    }

    void clockMoves(long by) {
        millis += by;
    }

    String key() {
        return "key-" + KEYS.incrementAndGet();
    }

    static Actor user(String name) {
        return Actor.user(name);
    }

    static <T> T get(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            throw new AssertionError("not done, though nothing here waits");
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ChatException ours) {
                throw ours;
            }
            throw e;
        }
    }

    static ErrorCode codeOf(CompletionStage<?> stage) {
        try {
            get(stage);
        } catch (ChatException e) {
            return e.code();
        }
        throw new AssertionError("did not fail");
    }

    ConversationId group(String owner, String... members) {
        return group(HistoryPolicy.JOINED, owner, members);
    }

    ConversationId group(HistoryPolicy history, String owner, String... members) {
        List<MemberSpec> specs = Arrays.stream(members)
                .map(name -> new MemberSpec(new UserId(name), Role.MEMBER))
                .toList();
        return get(chat.conversations()
                        .create(user(owner), new Command.Create(key(), ConversationKind.GROUP, "Trip", history, specs)))
                .conversation()
                .id();
    }

    Result.Ack send(String sender, ConversationId conversation, String text) {
        return get(chat.messages().send(user(sender), conversation, key(), MessageBody.text(text)));
    }

    EntryPage history(String reader, ConversationId conversation) {
        return get(chat.messages().history(user(reader), new Command.History(conversation, null, null, null, 200)));
    }

    List<String> texts(String reader, ConversationId conversation) {
        return history(reader, conversation).items().stream()
                .filter(EntryPage.Said.class::isInstance)
                .map(item -> ((EntryPage.Said) item).message())
                .map(message ->
                        message.deleted() ? "-" : message.body().content().text())
                .toList();
    }
}
