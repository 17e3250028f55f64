package dev.parley.integration.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.client.transport.ClientConnection;
import dev.parley.client.transport.ClientTransport;
import dev.parley.integration.sim.SimNet;
import dev.parley.protocol.FrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that writes its frames by hand. Confined to the test's thread. */
public final class Caller implements ClientTransport.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS = 100;

    private final SimNet net;
    private final List<ObjectNode> answers = new ArrayList<>();
    private ClientConnection connection;
    private int ids;

    private Caller(SimNet net, String name) {
        this.net = net;
        net.access(name).connect(URI.create("ws://sim/" + name), FrameCodec.JSON.subprotocol(), false, this);
        for (int i = 0; i < STEPS && connection == null; i++) {
            net.pass(Duration.ofMillis(10));
        }
    }

    /** A connection that has not said hello. */
    static Caller silent(SimNet net) {
        return new Caller(net, "somebody");
    }

    /** A user's session. */
    public static Caller signedIn(SimNet net, String user) {
        Caller caller = new Caller(net, user);
        caller.done("hello", "{'token':'" + user + "','device':'d-" + user + "'}");
        return caller;
    }

    /** What a request is answered that goes well. */
    public JsonNode done(String command, String members) {
        JsonNode reply = ask(command, members).orElseThrow();
        assertThat(reply.path("error").isMissingNode())
                .as(command + members + ": " + reply)
                .isTrue();
        return reply;
    }

    /** What a request is answered, without its id; as soon as it is, so that no more time passes than must. */
    Optional<ObjectNode> ask(String command, String members) {
        int id = ++ids;
        String frame = "{\"id\":" + id + ",\"" + command + "\":" + members.replace('\'', '"') + "}";
        connection.send(frame.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < STEPS; i++) {
            for (ObjectNode answer : answers) {
                if (answer.path("id").asInt() == id) {
                    answer.remove("id");
                    return Optional.of(answer);
                }
            }
            net.pass(Duration.ofMillis(1));
        }
        return Optional.empty();
    }

    /** The events of one name, in the order they came. */
    public List<JsonNode> heard(String event) {
        return answers.stream()
                .filter(answer -> answer.has(event))
                .map(answer -> answer.get(event))
                .toList();
    }

    @Override
    public void opened(ClientConnection opened) {
        connection = opened;
    }

    @Override
    public void received(byte[] message) {
        try {
            for (String line :
                    new String(message, StandardCharsets.UTF_8).lines().toList()) {
                answers.add((ObjectNode) JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void closed(int code, String reason) {}
}
