package dev.parley.protocol.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The machine-readable documents under {@code docs/spec}. */
final class SpecFiles {

    static final Path FOLDER = Path.of("..", "docs", "spec").toAbsolutePath().normalize();
    static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private SpecFiles() {}

    static JsonSchema schema(String name) {
        return SCHEMAS.getSchema(
                FOLDER.resolve("schemas").resolve(name + ".json").toUri());
    }

    static JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(Files.readString(FOLDER.resolve(name)));
    }

    /** What is wrong with a frame; empty when nothing is. */
    static List<String> faults(JsonSchema schema, JsonNode frame) {
        return schema.validate(frame).stream().map(Object::toString).toList();
    }

    static List<String> golden(String name) throws IOException {
        return Files.readAllLines(Path.of("src", "test", "resources", "golden", "v1", name));
    }

    /** The names of frames that a schema describes. */
    static Set<String> described(String schema) throws IOException {
        JsonNode read = JSON.readTree(Files.readString(FOLDER.resolve("schemas").resolve(schema + ".json")));
        TreeSet<String> names = new TreeSet<>();
        read.get("$defs").fieldNames().forEachRemaining(names::add);
        return names;
    }
}
