package dev.parley.servers.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The server's program, which a jar brings for several platforms. Thread-safe. */
final class RedisBinary {

    private static final String VERSION = "7.0.15";

    private RedisBinary() {}

    /** Puts the program for this machine into a folder, unless it is there. */
    static Path in(Path folder) {
        Path program = folder.resolve("redis-server");
        String resource = "/redis-server-" + VERSION + "-" + platform();
        try (InputStream in = RedisBinary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + ": not there (expected: a server for this platform)");
            }
            if (!Files.exists(program)) {
                Files.createDirectories(folder);
                Files.copy(in, program);
                if (!program.toFile().setExecutable(true)) {
                    throw new IllegalStateException(program + ": cannot be made executable");
                }
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String processor = machine.equals("aarch64") || machine.equals("arm64") ? "arm64" : "amd64";
        return (system.contains("mac") ? "darwin-" : "linux-") + processor;
    }
}
