package dev.parley.benchmarks.load.parley;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Dialect;
import dev.parley.benchmarks.load.talk.Talk;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Clients that speak {@code parley.v1.json}. Confined to one event loop. */
final class JsonParleyDialect implements Dialect {

    private final Scene scene;
    private final Known known;

    JsonParleyDialect(Scene scene) {
        this.scene = scene;
        this.known = new Known(scene);
    }

    @Override
    public Handshake handshake(int user) {
        return new Handshake("/v1/connect", "parley.v1.json", Map.of());
    }

    @Override
    public Talk talk(Client client) {
        return new JsonParleyTalk(client, scene, known);
    }

    @Override
    public void rewind() {
        known.rewind();
    }

    @Override
    public byte[] pageRequest(int user, boolean old) {
        // A conversation keeps its newest 200 entries in memory.
        String page = old ? "before=120&limit=50" : "limit=50";
        return ("GET /v1/conversations/" + known.conversation(user) + "/entries?" + page
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + JsonParleyTalk.user(user)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
