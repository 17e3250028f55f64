package dev.parley.examples.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.model.UserId;
import dev.parley.transport.websocket.http.ClassPathFiles;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.http.HttpRoutes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The demo's pages and its two calls: sign in by name, and list the people. Thread-safe. */
public final class DemoRoutes {

    private static final Map<String, String> STRICT = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; "
                    + "img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin");

    private final JsonFactory json = new JsonFactory();
    private final DemoPeople people;
    private final DemoTokens tokens;

    private DemoRoutes(DemoPeople people, DemoTokens tokens) {
        this.people = people;
        this.tokens = tokens;
    }

    /**
     * Makes the routes.
     *
     * @param people who may sign in
     * @param tokens what they get
     * @return the routes
     */
    public static HttpRoutes of(DemoPeople people, DemoTokens tokens) {
        DemoRoutes demo = new DemoRoutes(people, tokens);
        ClassLoader loader = DemoRoutes.class.getClassLoader();
        return HttpRoutes.NONE
                .on("POST", "/demo/sign-in", demo::signIn)
                .on("GET", "/demo/people", demo::people)
                .below("GET", "/parley/", new ClassPathFiles(loader, "META-INF/resources/parley/", "/parley/", STRICT))
                .below("GET", "/", new ClassPathFiles(loader, "web/", "/", STRICT));
    }

    private CompletionStage<HttpReply> signIn(HttpCall call) {
        try {
            UserId user = people.signIn(name(call.body()));
            return answer(200, Map.of("user", user.value(), "token", tokens.issue(user)))
                    .now();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            boolean ours = e instanceof IllegalArgumentException;
            String message = ours && e.getMessage() != null ? e.getMessage() : "The request is not JSON.";
            return answer(400, Map.of("message", message)).now();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<HttpReply> people(HttpCall call) {
        tokens.check(call.bearerToken());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(body)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("people");
            for (Map.Entry<String, String> person : people.all().entrySet()) {
                generator.writeStartObject();
                generator.writeStringField("user", person.getKey());
                generator.writeStringField("name", person.getValue());
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpReply.of(200, "application/json", body.toByteArray()).now();
    }

    private String name(byte[] body) throws IOException {
        String name = "";
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("The request is not a JSON object.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("name");
                JsonToken value = parser.nextToken();
                if (wanted && value == JsonToken.VALUE_STRING) {
                    name = parser.getText();
                }
                parser.skipChildren();
            }
        }
        return name;
    }

    private HttpReply answer(int status, Map<String, String> members) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(body)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                generator.writeStringField(member.getKey(), member.getValue());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the target is memory
        }
        return HttpReply.of(status, "application/json", body.toByteArray());
    }
}
