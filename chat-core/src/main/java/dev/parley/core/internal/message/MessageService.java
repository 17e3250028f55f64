package dev.parley.core.internal.message;

import dev.parley.core.Actor;
import dev.parley.core.ConversationOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.MessageInterceptor;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.access.Permissions;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.internal.log.Wanted;
import dev.parley.core.internal.write.EntryWriter;
import dev.parley.core.internal.write.SendLanes;
import dev.parley.core.internal.write.Writing;
import dev.parley.core.service.Messages;
import dev.parley.core.service.StagedSend;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.EntryBody;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends and reads messages. Thread-safe. */
public final class MessageService implements Messages {

    /** The key of the entry that makes a direct conversation: one per sender, so a race makes one. */
    public static final String CREATED_KEY = "created";

    /** What the service stands on. */
    public record Parts(
            AccessGate gate,
            Permissions permissions,
            ConversationLog log,
            Timeline timeline,
            EntryWriter writer,
            MessageInterceptor interceptor,
            BodyRules rules) {}

    private final Parts parts;
    private final ConversationOptions options;
    private final SendLanes lanes;
    private final Modifications modifications;

    public MessageService(Parts parts, ConversationOptions options) {
        this.parts = parts;
        this.options = options;
        this.lanes = new SendLanes(parts.writer(), parts.log());
        this.modifications = new Modifications(parts, this::intercepted);
    }

    @Override
    public CompletionStage<Result.Ack> send(Actor actor, ConversationId conversation, String key, MessageBody body) {
        parts.rules().check(body);
        Writing writing = Writing.of(actor, conversation, key, new EntryBody.Posted(body));
        return lanes.write(writing, () -> judge(writing, body));
    }

    @Override
    public CompletionStage<Result.Ack> sendTo(Actor actor, UserId to, String key, MessageBody body) {
        parts.rules().check(body);
        ConversationId conversation = ConversationId.direct(actor.user(), to);
        Writing writing = Writing.of(actor, conversation, key, new EntryBody.Posted(body));
        return lanes.write(writing, () -> judgeDirect(writing, to, body));
    }

    @Override
    public CompletionStage<Result.Ack> edit(Actor actor, Command.Edit edit) {
        return modifications.edit(actor, edit);
    }

    @Override
    public CompletionStage<Result.Ack> delete(Actor actor, Command.Delete delete) {
        return modifications.delete(actor, delete);
    }

    @Override
    public CompletionStage<Result.Ack> react(Actor actor, Command.React react) {
        return modifications.react(actor, react);
    }

    @Override
    public CompletionStage<StagedSend> stage(Actor actor, ConversationId conversation, String key, MessageBody body) {
        parts.rules().check(body);
        Writing writing = Writing.of(actor, conversation, key, new EntryBody.Posted(body));
        return parts.writer()
                .judged(writing, () -> judge(writing, body))
                .thenApply(append -> new Staged(parts.writer(), append));
    }

    @Override
    public CompletionStage<EntryPage> history(Actor actor, Command.History history) {
        int given = (history.before() == null ? 0 : 1)
                + (history.after() == null ? 0 : 1)
                + (history.around() == null ? 0 : 1);
        if (given > 1) {
            return Stages.failed(ErrorCode.BAD_REQUEST, "history: at most one of before, after and around");
        }
        int limit = pageSize(history.limit());
        ConversationId conversation = history.conversation();
        return parts.gate()
                .toRead(actor, conversation, () -> parts.log().end(conversation))
                .thenCompose(bounded -> page(bounded.grant(), history, limit, bounded.head()));
    }

    private CompletionStage<EntryPage> page(Grant grant, Command.History history, int limit, long head) {
        if (history.after() != null) {
            Grant.Range range = new Grant.Range(seq(history.after()) + 1, Long.MAX_VALUE);
            return parts.timeline().page(new Wanted(grant, range, limit, RangeEnd.OLDEST, head));
        }
        if (history.around() != null) {
            long middle = Math.min(seq(history.around()), grant.visibleHead(head));
            long from = Math.max(1, middle - limit / 2);
            Grant.Range range = new Grant.Range(from, from + limit - 1);
            return parts.timeline().page(new Wanted(grant, range, limit, RangeEnd.OLDEST, head));
        }
        long before = history.before() == null ? Long.MAX_VALUE : seq(history.before());
        Grant.Range range = new Grant.Range(1, before - 1);
        return parts.timeline().page(new Wanted(grant, range, limit, RangeEnd.NEWEST, head));
    }

    private int pageSize(@Nullable Integer asked) {
        return asked == null ? options.defaultPage() : Math.max(1, Math.min(options.page(), asked));
    }

    private static long seq(long seq) {
        if (seq < 0) {
            throw new ChatException(ErrorCode.INVALID_SEQ, "seq: " + seq + " (expected: 0 or more)");
        }
        return seq;
    }

    private CompletionStage<Append> judge(Writing writing, MessageBody body) {
        CompletionStage<Grant> granted = Stages.then(
                parts.gate().toWrite(writing.actor(), writing.conversation()),
                grant -> parts.permissions().mayWrite(grant, false));
        return Stages.then(granted, grant -> {
            CompletionStage<MessageBody> checked =
                    Stages.then(intercepted(grant, body, false), made -> checkReply(grant, made));
            return Stages.map(
                    checked, made -> parts.writer().message(writing, grant.roster(), new EntryBody.Posted(made)));
        });
    }

    private CompletionStage<Append> judgeDirect(Writing writing, UserId to, MessageBody body) {
        return Stages.recover(judge(writing, body), failure -> {
            if (!Stages.failedWith(failure, ErrorCode.NOT_FOUND)) {
                return CompletableFuture.failedStage(failure);
            }
            return judgeFirst(writing, to, body);
        });
    }

    /** The first message of a direct conversation makes it. */
    private CompletionStage<Append> judgeFirst(Writing writing, UserId to, MessageBody body) {
        UserId sender = writing.actor().user();
        Set<UserId> pair = new LinkedHashSet<>(List.of(sender, to));
        return parts.permissions()
                .allowed(sender, AccessPolicy.Action.WRITE_TO_USER, null, to)
                .thenCompose(allowed -> parts.permissions().blocks(to, sender))
                .thenCompose(blocked -> blocked
                        ? Stages.failed(ErrorCode.FORBIDDEN, "not allowed")
                        : intercept(sender, writing.conversation(), body, false))
                .thenApply(made -> {
                    MessageBody kept = new MessageBody(made.content(), mentioned(made, pair), null, made.custom());
                    NewEntry created = parts.writer().companion(writing, CREATED_KEY, directCreated(pair));
                    return parts.writer().begin(writing, created, new EntryBody.Posted(kept), pair);
                });
    }

    /** The first entry of a direct conversation. */
    public static EntryBody.Created directCreated(Set<UserId> pair) {
        List<MemberSpec> members =
                pair.stream().map(user -> new MemberSpec(user, Role.MEMBER)).toList();
        return new EntryBody.Created(ConversationKind.DIRECT, null, HistoryPolicy.FULL, members);
    }

    private CompletionStage<MessageBody> intercepted(Grant grant, MessageBody body, boolean edit) {
        return Stages.map(intercept(grant.actor().user(), grant.conversation(), body, edit), made -> {
            if (made.mentions().isEmpty() && !(edit && made.replyTo() != null)) {
                return made;
            }
            List<UserId> mentions = grant.roster().complete()
                    ? mentioned(made, grant.roster().members().keySet())
                    : made.mentions();
            return new MessageBody(made.content(), mentions, edit ? null : made.replyTo(), made.custom());
        });
    }

    @SuppressWarnings("ReferenceEquality") // the very object that was checked
    private CompletionStage<MessageBody> intercept(
            UserId sender, ConversationId conversation, MessageBody body, boolean edit) {
        MessageInterceptor.Draft draft = new MessageInterceptor.Draft(sender, conversation, body, edit);
        return Stages.map(Stages.of(() -> parts.interceptor().intercept(draft)), made -> {
            if (made != body) { // what was submitted is checked already
                parts.rules().check(made);
            }
            return made;
        });
    }

    /** Whoever is no member is not mentioned: it would tell them of a conversation that they cannot see. */
    private static List<UserId> mentioned(MessageBody body, Set<UserId> members) {
        return body.mentions().stream().distinct().filter(members::contains).toList();
    }

    private CompletionStage<MessageBody> checkReply(Grant grant, MessageBody body) {
        Long replyTo = body.replyTo();
        if (replyTo == null) {
            return Stages.done(body);
        }
        return parts.log().head(grant.conversation()).thenApply(head -> {
            if (replyTo < 1 || replyTo > head || !grant.sees(replyTo)) {
                throw new ChatException(ErrorCode.INVALID_REFERENCE, "replyTo: no such message");
            }
            return body;
        });
    }
}
