package dev.parley.benchmarks.load.peer;

import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.talk.Dialect.Handshake;
import java.util.List;
import java.util.Map;

/** The peers by name. Thread-safe. */
public final class PeerSubjects {

    private PeerSubjects() {}

    /** All of them. */
    public static List<Subject> all() {
        return List.of(
                new Peer(
                        "cometd",
                        "nothing stored, acked when it was published",
                        user -> Handshake.of(CometdServer.PATH),
                        (client, scene) -> new CometdTalk(client, scene, false),
                        CometdServer::start),
                new Peer(
                        "cometd-acks",
                        "in memory until the receiver confirmed it, acked when it was published",
                        user -> Handshake.of(CometdServer.PATH),
                        (client, scene) -> new CometdTalk(client, scene, true),
                        CometdServer::start),
                new Peer(
                        "netty-socketio",
                        "nothing stored, acked when it was handed on",
                        user -> Handshake.of("/socket.io/?EIO=4&transport=websocket&user=" + user),
                        SocketIoTalk::new,
                        SocketIoServer::start),
                new Peer(
                        "vertx-bridge",
                        "nothing stored, acked when it was handed on",
                        user -> Handshake.of(VertxServer.PATH),
                        VertxTalk::new,
                        VertxServer::start),
                new Peer(
                        "spring-stomp",
                        "nothing stored, acked when it was handed on",
                        user -> new Handshake(StompServer.PATH, "v12.stomp", Map.of()),
                        StompTalk::new,
                        StompServer::start));
    }
}
