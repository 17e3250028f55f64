package dev.parley.integration.faults.clients;

import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A group of light clients and others, in which the first one writes. Thread-safe. */
public final class Crowd {

    private final ConversationId id;
    private final List<LightClient> members;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicLong head = new AtomicLong();

    private Crowd(ConversationId id, List<LightClient> members) {
        this.id = id;
        this.members = members;
    }

    /** Makes a group of clients who are there, and of users who are not. */
    public static Crowd of(List<LightClient> members, List<String> others) throws Exception {
        List<MemberSpec> specs = Stream.concat(members.stream().skip(1).map(LightClient::user), others.stream())
                .map(user -> new MemberSpec(new UserId(user), Role.MEMBER))
                .toList();
        Command create = new Command.Create(
                UUID.randomUUID().toString(), ConversationKind.GROUP, "crowd", HistoryPolicy.FULL, specs);
        Result made = members.get(0).ask(create).get(60, TimeUnit.SECONDS);
        return new Crowd(((Result.Opened) made).conversation().conversation().id(), members);
    }

    /** Writes a message that says when it was written. */
    public void write(String text) {
        unanswered.incrementAndGet();
        MessageBody body = new MessageBody(
                Content.text(text), List.of(), null, Map.of(Latencies.WRITTEN, Long.toString(System.nanoTime())));
        CompletableFuture<Void> unused = members.get(0)
                .ask(new Command.Send(id, UUID.randomUUID().toString(), body))
                .thenAccept(result -> {
                    head.accumulateAndGet(((Result.Ack) result).seq(), Math::max);
                    unanswered.decrementAndGet();
                });
    }

    /** Whether all that was written was acked. */
    public boolean settled() {
        return unanswered.get() == 0;
    }

    /** Whether all its clients were shown everything that was acked. */
    public boolean caughtUp() {
        return members.stream().allMatch(member -> member.cursor(id) >= head.get());
    }

    /** The group's id. */
    public ConversationId id() {
        return id;
    }
}
