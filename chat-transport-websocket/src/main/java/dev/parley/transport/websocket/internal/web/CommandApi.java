package dev.parley.transport.websocket.internal.web;

import dev.parley.core.Chat;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.tag.EntityTags;
import dev.parley.view.EntryPage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP API of {@code docs/protocol.md} section 8: single requests, no session. Thread-safe. */
public final class CommandApi {

    private static final Set<Class<? extends Command>> SESSIONS_ONLY = Set.of(
            Command.Hello.class,
            Command.Sync.class,
            Command.Ping.class,
            Command.Pong.class,
            Command.Typing.class,
            Command.Watch.class);

    private final Chat chat;
    private final PageBodies jsonPages = new PageBodies(FrameCodec.JSON);
    private final PageBodies cborPages = new PageBodies(FrameCodec.CBOR);

    /**
     * The API of an engine.
     *
     * @param chat the engine
     */
    public CommandApi(Chat chat) {
        this.chat = chat;
    }

    /**
     * Answers a request below {@code /v1/}.
     *
     * @param http the request
     * @param path what stands below {@code /v1/}, each part decoded by itself; one part at least
     * @return the answer
     */
    public CompletionStage<HttpReply> answer(HttpCall http, List<String> path) {
        String first = path.get(0);
        if (path.size() == 1 && first.equals("commands")) {
            return http.method().equals("POST") ? post(http) : notAllowed("POST");
        }
        if (path.size() == 1 && first.equals("health")) {
            return http.method().equals("GET") ? health() : notAllowed("GET, HEAD");
        }
        Command command = read(path, http);
        if (command == null) {
            throw new ChatException(ErrorCode.NOT_FOUND, "no such path");
        }
        return http.method().equals("GET") ? run(http, 0, command) : notAllowed("GET, HEAD");
    }

    private CompletionStage<HttpReply> post(HttpCall http) {
        List<Frame> frames = Answers.bodyCodec(http).decodeRequests(http.body());
        if (frames.size() != 1) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "body: " + frames.size() + " frames (expected: 1)");
        }
        if (frames.get(0) instanceof Frame.Unreadable unreadable) {
            return Answers.failed(
                            Answers.answerCodec(http),
                            unreadable.id(),
                            unreadable.error().toException())
                    .now();
        }
        Frame.Request request = (Frame.Request) frames.get(0);
        if (SESSIONS_ONLY.contains(request.command().getClass())) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "this command needs a session");
        }
        return run(http, request.id(), request.command());
    }

    private CompletionStage<HttpReply> run(HttpCall http, long id, Command command) {
        FrameCodec codec = Answers.answerCodec(http);
        String device = http.header("x-parley-device");
        @Nullable DeviceId named = device.isEmpty() ? null : id("X-Parley-Device", DeviceId::new, device);
        return chat.authenticate(http.bearerToken(), http.remoteAddress(), named)
                .thenCompose(actor -> chat.execute(actor, command))
                .handle((result, failure) ->
                        failure == null ? reply(http, codec, id, result) : Answers.failed(codec, id, failure));
    }

    private HttpReply reply(HttpCall http, FrameCodec codec, long id, Result result) {
        if (id == 0 && result instanceof Result.Page page) {
            return page(http, codec, page.page());
        }
        return HttpReply.of(200, Answers.contentType(codec), codec.encode(new Frame.Ok(id, result)));
    }

    /** Whoever holds the same page is told so; each time it is asked whether its user may read it. */
    private HttpReply page(HttpCall http, FrameCodec codec, EntryPage page) {
        PageBodies.Body body = (codec.binary() ? cborPages : jsonPages).of(page);
        HttpReply reply = http.method().equals("GET") && EntityTags.held(http.header("if-none-match"), body.tag())
                ? HttpReply.empty(304)
                : HttpReply.of(200, Answers.contentType(codec), body.bytes());
        return reply.with("ETag", body.tag())
                .with("Cache-Control", "private, no-cache")
                .with("Vary", "Accept");
    }

    private CompletionStage<HttpReply> health() {
        return chat.health().thenApply(health -> {
            String status = health.status().name().toLowerCase(Locale.ROOT);
            byte[] body = ("{\"status\":\"" + status + "\"}").getBytes(StandardCharsets.US_ASCII);
            return HttpReply.of(status.equals("down") ? 503 : 200, Answers.contentType(FrameCodec.JSON), body);
        });
    }

    private static @Nullable Command read(List<String> path, HttpCall http) {
        if (path.size() == 1) {
            return switch (path.get(0)) {
                case "inbox" -> new Command.Inbox(text(http, "cursor"), limit(http));
                case "unread" -> new Command.CountUnread();
                case "devices" -> new Command.ListDevices();
                case "blocked" -> new Command.ListBlocked();
                case "nodes" -> new Command.ListNodes(limit(http));
                default -> null;
            };
        }
        if (!path.get(0).equals("conversations") || path.size() > 3) {
            return null;
        }
        ConversationId conversation = id("conversation", ConversationId::new, path.get(1));
        return switch (path.size() == 2 ? "" : path.get(2)) {
            case "" -> path.size() == 2 ? new Command.Show(conversation) : null;
            case "entries" -> history(conversation, http);
            case "members" -> {
                String after = text(http, "after");
                UserId user = after == null ? null : id("after", UserId::new, after);
                yield new Command.ListMembers(conversation, user, limit(http));
            }
            case "marks" -> new Command.ListMarks(conversation);
            default -> null;
        };
    }

    private static Command history(ConversationId conversation, HttpCall http) {
        Long before = number(http, "before");
        Long after = number(http, "after");
        Long around = number(http, "around");
        return new Command.History(conversation, before, after, around, limit(http));
    }

    private static @Nullable String text(HttpCall http, String name) {
        return http.query().get(name);
    }

    private static @Nullable Long number(HttpCall http, String name) {
        String value = text(http, name);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new ChatException(ErrorCode.BAD_REQUEST, name + ": not an integer", e);
        }
    }

    private static @Nullable Integer limit(HttpCall http) {
        Long limit = number(http, "limit");
        // The engine clamps and checks; this only keeps the number an int.
        return limit == null ? null : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, limit));
    }

    private static <T> T id(String what, Function<String, T> maker, String value) {
        try {
            return maker.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ChatException(ErrorCode.BAD_REQUEST, what + ": " + e.getMessage(), e);
        }
    }

    private static CompletionStage<HttpReply> notAllowed(String allowed) {
        return HttpReply.text(405, "Allowed: " + allowed).with("Allow", allowed).now();
    }
}
