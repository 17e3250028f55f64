package dev.parley.integration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.parley.client.transport.ClientConnection;
import dev.parley.client.transport.ClientTransport;
import dev.parley.core.ChatOptions;
import dev.parley.integration.sim.SimNet;
import dev.parley.protocol.FrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A session with every command in it, recorded from the real engine, is what the schemas in docs/spec say. */
class RecordedFramesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final Path FOLDER = Path.of("..", "docs", "spec", "schemas");

    private final List<JsonNode> requests = new ArrayList<>();
    private final List<JsonNode> answers = new ArrayList<>();
    private final SimNet net = new SimNet(1, 1, ChatOptions.DEFAULT, this::record);

    @Test
    void everyFrameOfASessionWithEveryCommandIsAsItsSchemaSays() {
        Peer ada = new Peer("ada");
        Peer bob = new Peer("bob");
        ada.ask("hello", "{'token':'ada','device':'d1','deviceName':'Phone','client':'test/1'}");
        bob.ask("hello", "{'token':'bob','device':'d2'}");
        ada.ask("sync", "{'cursors':{'dm.x':17},'conversations':10,'entries':5}");
        bob.ask("sync", "{}");
        ada.ask("ping", "{}");
        ada.ask("watch", "{'users':['bob','cyd']}");
        JsonNode sent =
                ada.ask("send_to", "{'to':'bob','key':'a','content':{'text':'hi \uD83D\uDE80'},'mentions':['bob']}");
        String direct = sent.at("/ack/conversation").asText();
        JsonNode made = ada.ask(
                "create", "{'key':'b','title':'Trip','history':'full','members':[{'user':'bob'},{'user':'cyd'}]}");
        String group = made.at("/conversation/conversation").asText();
        ada.ask("open_direct", "{'user':'cyd'}");
        ada.in(group, "send", "'key':'c','content':{'text':'one'},'replyTo':1,'custom':{'order':'1'}");
        ada.in(group, "send", "'key':'c','content':{'text':'other'}");
        bob.in(group, "send", "'key':'d','content':{'mediaType':'application/mls','data':'AAEC','encrypted':true}");
        ada.in(group, "edit", "'key':'e','target':2,'content':{'text':'two'}");
        bob.in(group, "react", "'key':'f','target':2,'emoji':'\uD83D\uDC4D'");
        bob.in(group, "react", "'key':'g','target':2,'emoji':'\uD83D\uDC4D','present':false");
        bob.in(group, "delete", "'key':'h','target':3");
        ada.in(group, "rename", "'key':'i','title':'Journey'");
        ada.in(group, "add_members", "'key':'j','members':[{'user':'dan','role':'admin'}]");
        ada.in(group, "change_role", "'key':'k','user':'bob','role':'owner'");
        ada.in(group, "remove_member", "'key':'l','user':'cyd'");
        bob.in(group, "receipt", "'delivered':5,'read':4,'hidden':true");
        bob.in(direct, "typing", "'active':true");
        ada.in(group, "configure", "'mutedUntil':1900000000000,'pinned':true");
        ada.in(group, "show", null);
        ada.in(group, "history", "'around':4,'limit':3");
        ada.in(group, "history", null);
        ada.in(group, "members", "'limit':1");
        ada.in(group, "marks", null);
        ada.ask("inbox", "{'limit':1}");
        bob.ask("unread", "{}");
        ada.ask("devices", "{}");
        ada.ask("block", "{'user':'eve'}");
        ada.ask("blocked", "{}");
        ada.ask("nodes", "{'limit':2}");
        ada.ask("sync", "{'cursors':{'" + group + "':1},'conversations':2,'entries':3}");
        ada.in("c.nowhere", "show", null);
        bob.cut();
        net.pass(Duration.ofSeconds(26)); // bob is offline by then, and the server pings
        ada.tell("{\"pong\":{}}");
        ada.ask("fly", "{}");
        new Peer("ada").ask("hello", "{'token':'ada','device':'d3'}");
        ada.ask("revoke_device", "{'device':'d3'}");
        net.pass(Duration.ofSeconds(1));

        check("request", requests, Set.of("fly"));
        check("answer", answers, Set.of());
        assertThat(names(requests)).containsAll(described("request"));
        assertThat(names(answers)).containsAll(described("reply"));
        Set<String> events = described("event");
        events.removeAll(
                Set.of("hint", "going_away", "resync")); // nobody is slow, nobody drains, and there is one node
        assertThat(names(answers)).containsAll(events);
        assertThat(net.failures()).isEmpty();
    }

    private void record(String who, FrameCodec codec, byte[] message, boolean request) {
        try {
            for (String line :
                    new String(message, StandardCharsets.UTF_8).lines().toList()) {
                (request ? requests : answers).add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(String schema, List<JsonNode> frames, Set<String> unknown) {
        JsonSchema checked = SCHEMAS.getSchema(
                FOLDER.resolve(schema + ".json").toAbsolutePath().normalize().toUri());
        for (JsonNode frame : frames) {
            if (unknown.stream().noneMatch(frame::has)) {
                assertThat(checked.validate(frame)).as(frame.toString()).isEmpty();
            }
        }
    }

    private static Set<String> names(List<JsonNode> frames) {
        Set<String> names = new TreeSet<>();
        frames.forEach(frame -> frame.fieldNames().forEachRemaining(names::add));
        return names;
    }

    private static Set<String> described(String schema) {
        try {
            Set<String> names = new TreeSet<>();
            JSON.readTree(FOLDER.resolve(schema + ".json").toFile())
                    .get("$defs")
                    .fieldNames()
                    .forEachRemaining(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that writes its frames by hand. */
    private final class Peer implements ClientTransport.Listener {

        private ClientConnection connection;
        private int ids;

        Peer(String name) {
            net.access(name).connect(URI.create("ws://sim/" + name), FrameCodec.JSON.subprotocol(), false, this);
            net.pass(Duration.ofSeconds(1));
        }

        JsonNode in(String conversation, String command, String members) {
            return ask(
                    command, "{'conversation':'" + conversation + "'" + (members == null ? "" : "," + members) + "}");
        }

        /** Sends a request and returns its reply. */
        JsonNode ask(String command, String fields) {
            int id = ++ids;
            int from = answers.size();
            tell("{\"id\":" + id + ",\"" + command + "\":" + fields.replace('\'', '"') + "}");
            net.pass(Duration.ofSeconds(1));
            List<JsonNode> replies = answers.subList(from, answers.size()).stream()
                    .filter(frame -> frame.path("id").asInt() == id)
                    .toList();
            assertThat(replies).as(command).hasSize(1);
            return replies.get(0);
        }

        void tell(String frame) {
            connection.send(frame.getBytes(StandardCharsets.UTF_8));
        }

        void cut() {
            connection.close(1000, "bye");
        }

        @Override
        public void opened(ClientConnection opened) {
            connection = opened;
        }

        @Override
        public void received(byte[] message) {}

        @Override
        public void closed(int code, String reason) {}
    }
}
