package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.transport.websocket.http.HttpRoutes;
import dev.parley.transport.websocket.internal.Paths;
import dev.parley.transport.websocket.internal.local.LocalBackend;
import dev.parley.transport.websocket.internal.net.ConnectionCaps;
import dev.parley.transport.websocket.internal.web.HostRoutes;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server with a whole engine, all on the thread of the test: the handlers of a real connection
 * without a socket. The user {@code ada} has a direct conversation with {@code bob}.
 */
final class EmbeddedServer implements AutoCloseable {

    /** The conversation of ada and bob. */
    static final ConversationId DIRECT = ConversationId.direct(new UserId("ada"), new UserId("bob"));

    private static final HostRoutes NO_PAGES = new HostRoutes(HttpRoutes.NONE, 1);

    /** The requests that came whole, in order. */
    final List<String> requests = new ArrayList<>();
    /** The status of each response. */
    final List<Integer> statuses = new ArrayList<>();
    /** The body of each response. */
    final List<String> bodies = new ArrayList<>();
    /** What was sent after an upgrade. */
    final List<WebSocketFrame> frames = new ArrayList<>();

    private final Errors errors = new Errors();
    private final List<Throwable> failures = new ArrayList<>();
    private final EmbeddedChannel channel;
    /** Reads frames that the server writes as bytes. */
    private final EmbeddedChannel client =
            new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, Integer.MAX_VALUE));

    EmbeddedServer() {
        errors.start();
        root().addAppender(errors);
        ChatRuntime runtime =
                new ChatRuntime(InstantSource.system(), Runnable::run, (delay, task) -> () -> {}, new Random(42));
        Chat chat = Chat.builder(InMemoryStores.create(), runtime)
                .authenticator(EmbeddedServer::authenticate)
                .accessPolicy(AccessPolicy.allowAll())
                .failures((where, failure) -> failures.add(failure))
                .build();
        chat.messages().sendTo(Actor.user("ada"), new UserId("bob"), "first", MessageBody.text("hello"));
        ServerOptions options = ServerOptions.DEFAULT;
        Paths paths =
                new Paths(new LocalBackend(chat), "", options, new ConnectionCaps(options.connections()), NO_PAGES);
        channel = new EmbeddedChannel(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(options.http().line())
                        .setMaxHeaderSize(options.http().headers())),
                new HttpObjectAggregator(options.http().body()),
                new Listening(),
                paths.newHandler());
    }

    private static CompletableFuture<Authenticator.Identity> authenticate(Authenticator.Credentials credentials) {
        return credentials.token().equals("ada")
                ? CompletableFuture.completedFuture(new Authenticator.Identity(new UserId("ada"), null))
                : CompletableFuture.failedFuture(new ChatException(ErrorCode.UNAUTHENTICATED, "no such user"));
    }

    /** The bytes arrive; what they set off is done when it returns. */
    void receive(byte[] bytes) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            channel.runPendingTasks();
        }
    }

    boolean open() {
        return channel.isOpen();
    }

    /** Nothing failed unseen: no exception at the end of the pipeline, in the engine or in the log. */
    void checkNoFault() {
        channel.checkException();
        assertThat(failures).isEmpty();
        assertThat(errors.logged).isEmpty();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        client.finishAndReleaseAll();
        frames.forEach(ReferenceCountUtil::release);
        root().detachAppender(errors); // the engine has nothing to close: no thread, no timer, no file
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Notes what is logged as an error, by whatever thread. */
    private static final class Errors extends AppenderBase<ILoggingEvent> {

        private final Queue<ILoggingEvent> logged = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                logged.add(event);
            }
        }
    }

    /** Notes what passes between the codecs and the handler under test. */
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    private final class Listening extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof FullHttpRequest request) {
                requests.add(request.method() + " " + request.uri());
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response) {
                statuses.add(response.status().code());
                if (response instanceof FullHttpResponse whole) {
                    bodies.add(whole.content().toString(StandardCharsets.UTF_8));
                }
            } else if (message instanceof WebSocketFrame frame) {
                frames.add(frame.copy());
            } else if (message instanceof ByteBuf bytes) {
                client.writeInbound(bytes.retainedDuplicate());
                for (WebSocketFrame read = client.readInbound(); read != null; read = client.readInbound()) {
                    frames.add(read);
                }
            }
            ctx.write(message, promise);
        }
    }
}
