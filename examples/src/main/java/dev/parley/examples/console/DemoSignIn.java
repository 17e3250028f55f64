package dev.parley.examples.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Fetches a token from the example server, which takes everybody at their word. Thread-safe. */
public final class DemoSignIn implements Supplier<CompletionStage<String>> {

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonFactory json = new JsonFactory();
    private final URI server;
    private final String name;

    /**
     * A sign-in.
     *
     * @param server the example server's address
     * @param name one's name
     */
    public DemoSignIn(URI server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Where to chat.
     *
     * @return the address of the server's WebSocket
     */
    public URI socket() {
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        return URI.create(scheme + "://" + server.getRawAuthority() + "/v1/connect");
    }

    @Override
    public CompletionStage<String> get() {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/demo/sign-in"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body()))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(this::token);
    }

    private String body() {
        StringWriter body = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(body)) {
            generator.writeStartObject();
            generator.writeStringField("name", name);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the target is memory
        }
        return body.toString();
    }

    private String token(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("sign-in answered " + response.statusCode() + " " + response.body());
        }
        try (JsonParser parser = json.createParser(response.body())) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("token")) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("sign-in answered without a token");
    }
}
