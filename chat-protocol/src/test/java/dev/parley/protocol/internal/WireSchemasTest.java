package dev.parley.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas and the code describe the same protocol. */
class WireSchemasTest {

    @ParameterizedTest
    @CsvSource({"requests.jsonl,request", "answers.jsonl,answer"})
    void everyGoldenFrameIsAsItsSchemaSays(String frames, String schema) throws IOException {
        JsonSchema checked = SpecFiles.schema(schema);
        for (String line : SpecFiles.golden(frames)) {
            assertThat(SpecFiles.faults(checked, SpecFiles.JSON.readTree(line)))
                    .as(line)
                    .isEmpty();
        }
    }

    @Test
    void everyKindOfFrameHasASchemaAndNoSchemaIsOfAnUnknownKind() throws IOException {
        assertThat(SpecFiles.described("request")).isEqualTo(names(CommandWire.KINDS));
        assertThat(SpecFiles.described("event")).isEqualTo(names(AnswerWire.EVENTS));
        Set<String> replies = names(AnswerWire.RESULTS);
        replies.add("error");
        assertThat(SpecFiles.described("reply")).isEqualTo(replies);
    }

    @ParameterizedTest
    @CsvSource({"requests.jsonl,request", "answers.jsonl,answer"})
    void membersThatALaterVersionAddsAreNoFault(String frames, String schema) throws IOException {
        JsonSchema checked = SpecFiles.schema(schema);
        for (String line : SpecFiles.golden(frames)) {
            JsonNode frame = SpecFiles.JSON.readTree(line);
            frame.forEach(fields -> {
                if (fields instanceof ObjectNode object) {
                    object.putObject("ofTomorrow").put("a", 1);
                }
            });
            ((ObjectNode) frame).put("trace", "00-4bf9");
            assertThat(SpecFiles.faults(checked, frame)).as(line).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'id':1}",
                "{'id':0,'unread':{}}",
                "{'id':1.5,'unread':{}}",
                "{'id':'1','unread':{}}",
                "{'id':1,'unread':[]}",
                "{'id':1,'fly':{}}",
                "{'id':1,'unread':{},'devices':{}}",
                "{'id':1,'hello':{'token':'t'}}",
                "{'id':1,'hello':{'device':''}}",
                "{'id':1,'hello':{'device':'a\\u0007b'}}",
                "{'id':1,'sync':{'cursors':{'c':-1}}}",
                "{'id':1,'sync':{'cursors':{'c':'1'}}}",
                "{'id':1,'send':{'conversation':'c','content':{'text':'hi'}}}",
                "{'id':1,'send':{'conversation':'c','key':'','content':{'text':'hi'}}}",
                "{'id':1,'send':{'conversation':'c','key':'k'}}",
                "{'id':1,'send':{'conversation':'c','key':'k','content':'hi'}}",
                "{'id':1,'send':{'conversation':'c','key':'k','content':{}}}",
                "{'id':1,'send':{'conversation':'c','key':'k','content':{'mediaType':'a/b','data':'%%'}}}",
                "{'id':1,'send':{'conversation':'c','key':'k','content':{'text':'a'},'mentions':[1]}}",
                "{'id':1,'send':{'conversation':'c','key':'k','content':{'text':'a'},'custom':{'a':1}}}",
                "{'id':1,'edit':{'conversation':'c','key':'k','content':{'text':'a'}}}",
                "{'id':1,'react':{'conversation':'c','key':'k','target':'3','emoji':'x'}}",
                "{'id':1,'change_role':{'conversation':'c','key':'k','user':'u','role':'king'}}",
                "{'id':1,'history':{'conversation':'c','before':1,'after':2}}",
                "{'id':1,'create':{'key':'k','title':'T','members':['ada']}}",
                "{'id':1,'typing':{'conversation':'c','active':'yes'}}",
            })
    void damagedRequestsAreFaulty(String frame) throws IOException {
        assertThat(SpecFiles.faults(SpecFiles.schema("request"), read(frame))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ack':{}}",
                "{'id':1,'ack':{'conversation':'c','seq':1,'id':'no','time':1}}",
                "{'id':1,'ack':{'conversation':'c','seq':0,'id':'01890a5d-ac96-774b-bcce-b302099a8057','time':1}}",
                "{'id':1,'error':{'code':'internal','message':''}}",
                "{'id':1,'hint':{'conversation':'c','head':3}}",
                "{'id':1,'marks':{'delivered':1}}",
                "{'id':1,'page':{'entries':[],'head':1}}",
                "{'id':1,'page':{'entries':[{'type':'message'}],'head':1,'asOf':1}}",
                "{'id':1,'device_list':{'devices':[{'device':'d'}]}}",
                "{'marks':{'delivered':1,'read':1}}",
                "{'hint':{'conversation':'c'}}",
                "{'synced':{}}",
                "{'typing':{'conversation':'c','user':'u','active':true}}",
            })
    void damagedAnswersAreFaulty(String frame) throws IOException {
        assertThat(SpecFiles.faults(SpecFiles.schema("answer"), read(frame))).isNotEmpty();
    }

    @Test
    void aGoldenFrameWithoutAnyOneOfItsRequiredMembersIsFaulty() throws IOException {
        JsonSchema checked = SpecFiles.schema("answer");
        int damaged = 0;
        for (String line : SpecFiles.golden("answers.jsonl")) {
            if (line.startsWith("{\"entry\"")) {
                for (String member : new String[] {"conversation", "seq", "id", "sender", "key", "time", "type"}) {
                    ObjectNode frame = (ObjectNode) SpecFiles.JSON.readTree(line);
                    ((ObjectNode) frame.get("entry")).remove(member);
                    assertThat(SpecFiles.faults(checked, frame)).as(line).isNotEmpty();
                    damaged++;
                }
            }
        }
        assertThat(damaged).isPositive();
    }

    @Test
    void anEntryOfATypeOfTomorrowIsNoFault() throws IOException {
        JsonNode frame = read("{'entry':{'conversation':'c','seq':1,'id':'01890a5d-ac96-774b-bcce-b302099a8057',"
                + "'sender':'a','key':'k','time':1,'type':'poll','question':'Tea?'}}");
        assertThat(SpecFiles.faults(SpecFiles.schema("answer"), frame)).isEmpty();
    }

    @Test
    void theAsyncApiDocumentListsEveryFrameAndWhatAnswersIt() throws IOException {
        JsonNode document = SpecFiles.yaml("asyncapi.yaml");
        TreeSet<String> expected = new TreeSet<>();
        names(CommandWire.KINDS).forEach(name -> expected.add("request." + name));
        names(AnswerWire.RESULTS).forEach(name -> expected.add("reply." + name));
        names(AnswerWire.EVENTS).forEach(name -> expected.add("event." + name));
        expected.add("reply.error");
        assertThat(keys(document.at("/components/messages"))).isEqualTo(expected);
        assertThat(keys(document.at("/channels/session/messages"))).isEqualTo(expected);

        Set<String> operations = names(CommandWire.KINDS);
        operations.add("events");
        assertThat(keys(document.get("operations"))).isEqualTo(operations);
        assertThat(document.at("/operations/events/messages")).hasSameSizeAs(names(AnswerWire.EVENTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"asyncapi.yaml", "openapi.yaml"})
    void everyReferenceLeadsSomewhere(String name) throws IOException {
        JsonNode document = SpecFiles.yaml(name);
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            int hash = reference.indexOf('#');
            String file = hash < 0 ? reference : reference.substring(0, hash);
            JsonNode target = file.isEmpty() ? document : json(SpecFiles.FOLDER.resolve(file));
            assertThat(target.at(hash < 0 ? "" : reference.substring(hash + 1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    private static JsonNode json(Path file) {
        try {
            return SpecFiles.JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(String frame) throws IOException {
        return SpecFiles.JSON.readTree(frame.replace('\'', '"'));
    }

    private static Set<String> names(Kinds<?> kinds) {
        TreeSet<String> names = new TreeSet<>();
        kinds.names().forEach(names::add);
        return names;
    }

    private static Set<String> keys(JsonNode node) {
        TreeSet<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
