package dev.parley.integration.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.parley.core.memory.InMemoryStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the protocol documents, asked for by everybody, is answered as the table says. */
class AuthorisationTest {

    private static final String NO_CASE = "-";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path SPEC = Path.of("..", "docs", "spec");
    private static final Matrix MATRIX = Matrix.read("matrix.txt");
    private static final Matrix IN_CHANNELS = Matrix.read("channels.txt");

    @ParameterizedTest(name = "{2} asks for {1} in a {0}")
    @MethodSource("cells")
    void everybodyIsAnsweredAsTheTableSays(String kind, String row, Who who, String expected) {
        Scene scene = new Scene(InMemoryStores.create(), kind);
        Optional<? extends JsonNode> reply =
                scene.ask(who, row, MATRIX.requests().get(row));

        assertThat(reply.map(AuthorisationTest::outcome).orElse("nothing"))
                .as(reply.toString())
                .isEqualTo(expected);
        assertThat(scene.net().failures()).isEmpty();
    }

    @Test
    void everyOperationOfASessionHasARow() throws IOException {
        Set<String> operations = new TreeSet<>();
        YAML.readTree(SPEC.resolve("asyncapi.yaml").toFile())
                .at("/channels/session/messages")
                .fieldNames()
                .forEachRemaining(name -> {
                    if (name.startsWith("request.")) {
                        operations.add(name.substring("request.".length()));
                    }
                });

        assertThat(operations).hasSizeGreaterThan(20).isEqualTo(rows());
        assertThat(MATRIX.requests().keySet()).isEqualTo(MATRIX.rows().keySet());
    }

    @Test
    void everyOperationOverHttpIsOneOfASession() throws IOException {
        Set<String> operations = new TreeSet<>();
        for (JsonNode path :
                YAML.readTree(SPEC.resolve("openapi.yaml").toFile()).path("paths")) {
            path.forEach(method -> operations.add(method.path("operationId").asText()));
        }

        // These carry requests that are judged one by one, or say only that the server is up.
        assertThat(operations).contains("command", "poll", "health");
        operations.removeAll(Set.of("command", "poll", "health", ""));
        assertThat(operations).isNotEmpty().isSubsetOf(rows());
    }

    private static Set<String> rows() {
        return MATRIX.rows().keySet().stream().map(Matrix::operation).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Arguments> cells() {
        return Stream.concat(cells("group", MATRIX), cells("channel", IN_CHANNELS));
    }

    private static Stream<Arguments> cells(String kind, Matrix matrix) {
        return matrix.rows().entrySet().stream()
                .flatMap(row -> row.getValue().entrySet().stream()
                        .filter(cell -> !cell.getValue().equals(NO_CASE))
                        .map(cell -> Arguments.of(kind, row.getKey(), cell.getKey(), cell.getValue())));
    }

    private static String outcome(JsonNode reply) {
        return reply.has("error") ? reply.at("/error/code").asText() : "ok";
    }
}
