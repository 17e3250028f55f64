package dev.parley.transport.websocket.internal.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Autobahn's WebSocket test suite as a client of a server, in a process of its own: it is Python 2, run by Jython.
 */
final class Autobahn {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path REPORTS =
            Path.of(System.getProperty("parley.build.dir", "target")).resolve("autobahn");

    /** Imports the suite from its jar, and runs it with the settings in a file. */
    private static final String SCRIPT = """
            import ast, sys
            from autobahntestsuite import wstest
            wstest.start({'mode': 'fuzzingclient', 'debug': False}, ast.literal_eval(open(sys.argv[1]).read()))
            """;

    /**
     * What the suite found in one case.
     *
     * @param behavior of the messages: OK, NON-STRICT, INFORMATIONAL or something worse
     * @param close of the closing handshake: the same
     */
    record Finding(String behavior, String close) {}

    private Autobahn() {}

    /** Runs cases, such as {@code 1.*}, against a server; the report is in a folder of the agent's name. */
    static Map<String, Finding> run(String agent, int port, List<String> cases, long minutes) throws Exception {
        Path folder = REPORTS.resolve(agent).toAbsolutePath();
        Files.createDirectories(folder);
        Path settings = folder.resolve("settings.json");
        JSON.writeValue(
                settings.toFile(),
                Map.of(
                        "outdir", folder.toString(),
                        "options", Map.of("failByDrop", 0),
                        "servers",
                                List.of(Map.of(
                                        "agent",
                                        agent,
                                        "url",
                                        "ws://127.0.0.1:" + port,
                                        "protocols",
                                        List.of("parley.v1.json"))),
                        "cases", cases));
        Path log = folder.resolve("suite.log");
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dpython.cachedir.skip=true",
                        "-cp",
                        jar("autobahntestsuite-maven-plugin") + File.pathSeparator + jar("jython-standalone"),
                        "org.python.util.jython",
                        "-c",
                        SCRIPT,
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!suite.waitFor(minutes, TimeUnit.MINUTES)) {
            suite.destroyForcibly().waitFor();
            throw new IOException("the suite did not end; see " + log);
        }
        if (suite.exitValue() != 0) {
            throw new IOException("the suite failed; see " + log);
        }
        Map<String, Finding> findings = new TreeMap<>();
        JsonNode index = JSON.readTree(folder.resolve("index.json").toFile()).path(agent);
        index.properties()
                .forEach(found -> findings.put(
                        found.getKey(),
                        new Finding(
                                found.getValue().path("behavior").asText(),
                                found.getValue().path("behaviorClose").asText())));
        return findings;
    }

    /** What the build put there before the integration tests. */
    private static Path jar(String artifact) throws IOException {
        Path jar = REPORTS.resolve("jars").resolve(artifact + ".jar").toAbsolutePath();
        if (!Files.isReadable(jar)) {
            throw new NoSuchFileException(jar.toString(), null, "./mvnw pre-integration-test brings it");
        }
        return jar;
    }
}
