package dev.parley.servers.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command for a server that runs on this JVM's Java, on a class path of its own. Immutable.
 *
 * @param classPath the name of the file of the server's class path, as its module writes it
 * @param flags of the JVM, beside those that make any such process small
 * @param main the class to run
 * @param arguments what it is given
 */
public record JavaCommand(String classPath, List<String> flags, String main, List<String> arguments) {

    private static final List<String> SMALL =
            List.of("-Xms32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k");
    private static final int FIRST_THAT_WARNS = 24;

    public JavaCommand {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
    }

    /**
     * The command, this module's own classes first on the class path.
     *
     * @return the program and its arguments
     */
    public List<String> toList() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        if (Runtime.version().feature() >= FIRST_THAT_WARNS) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", own() + File.pathSeparator + jars(), main));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static String own() {
        try {
            return Path.of(JavaCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path of files", e);
        }
    }

    private String jars() {
        try (InputStream in = JavaCommand.class.getResourceAsStream("/dev/parley/servers/" + classPath)) {
            if (in == null) {
                throw new IllegalStateException(classPath + ": not there (expected: written by the server's module)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
