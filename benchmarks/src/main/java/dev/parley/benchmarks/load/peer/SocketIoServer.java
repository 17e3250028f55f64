package dev.parley.benchmarks.load.peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * netty-socketio: an event {@code m} with the addressee and the text, which the addressee gets as an event with the text, and
 * which the server acks by itself when its listener returns. Threads: the event loops it is given, on epoll. Thread-safe.
 */
final class SocketIoServer implements Serving {

    private static final String MESSAGE = "m";
    private static final int BACKLOG = 4_096;

    private final SocketIOServer server;
    private final int port;
    private final Scene scene;
    private final AtomicReferenceArray<@Nullable SocketIOClient> clients;

    private SocketIoServer(SocketIOServer server, int port, Scene scene) {
        this.server = server;
        this.port = port;
        this.scene = scene;
        this.clients = new AtomicReferenceArray<>(scene.users());
    }

    /**
     * What a client sends. Immutable.
     *
     * @param to the addressee, or below zero for everybody else of the conversation
     * @param text what to tell them
     */
    record Note(int to, String text) {}

    static Serving start(ServerSettings settings) throws IOException {
        int port = FreePort.find();
        Configuration options = new Configuration();
        options.setHostname("127.0.0.1");
        options.setPort(port);
        options.setBossThreads(1);
        options.setWorkerThreads(settings.eventLoops());
        options.setUseLinuxNativeEpoll(Epoll.isAvailable());
        options.setTransports(Transport.WEBSOCKET);
        options.getSocketConfig().setTcpNoDelay(true);
        options.getSocketConfig().setAcceptBackLog(BACKLOG);
        SocketIoServer started = new SocketIoServer(new SocketIOServer(options), port, settings.scene());
        started.listen();
        return started;
    }

    private void listen() {
        server.addConnectListener(client -> {
            int user = user(client);
            clients.set(user, client);
            client.joinRoom(room(user));
        });
        server.addDisconnectListener(client -> clients.compareAndSet(user(client), client, null));
        server.addEventListener(MESSAGE, Note.class, (sender, note, ack) -> {
            if (note.to() < 0) {
                server.getRoomOperations(room(user(sender))).sendEvent(MESSAGE, sender, note.text());
                return;
            }
            SocketIOClient receiver = clients.get(note.to());
            if (receiver != null) {
                receiver.sendEvent(MESSAGE, note.text());
            }
        });
        server.start();
    }

    private static int user(SocketIOClient client) {
        return Integer.parseInt(client.getHandshakeData().getSingleUrlParam("user"));
    }

    private String room(int user) {
        return Mailboxes.in(scene, user);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String note() {
        return "netty-socketio " + Versions.of(SocketIOServer.class);
    }

    @Override
    public void close() {
        server.stop();
    }
}
