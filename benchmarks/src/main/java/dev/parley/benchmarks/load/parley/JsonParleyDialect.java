package dev.parley.benchmarks.load.parley;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Dialect;
import dev.parley.benchmarks.load.talk.Talk;
import java.util.HashMap;
import java.util.Map;

/** Clients that speak {@code parley.v1.json}. Confined to one event loop. */
final class JsonParleyDialect implements Dialect {

    private final Scene scene;
    private final Map<Integer, String> groups = new HashMap<>();

    JsonParleyDialect(Scene scene) {
        this.scene = scene;
    }

    @Override
    public Handshake handshake(int user) {
        return new Handshake("/v1/connect", "parley.v1.json", Map.of());
    }

    @Override
    public Talk talk(Client client) {
        return new JsonParleyTalk(client, scene, groups);
    }
}
