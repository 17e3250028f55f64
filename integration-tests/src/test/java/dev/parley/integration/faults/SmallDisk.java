package dev.parley.integration.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file system of some megabytes in memory, seen only by processes that are started inside. It is mounted in a namespace
 * of its own, for which nobody need be root, and is gone with its holder.
 */
final class SmallDisk implements AutoCloseable {

    private final Path folder;
    private final Process holder;

    SmallDisk(int megabytes) throws IOException {
        Path base = Path.of(System.getProperty("parley.build.dir", "target"));
        folder =
                Files.createTempDirectory(Files.createDirectories(base), "disk").toAbsolutePath();
        String script = "mount -t tmpfs -o size=" + megabytes + "m none \"$0\" && echo mounted && exec cat";
        holder = new ProcessBuilder("unshare", "-r", "-m", "sh", "-c", script, folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = holder.inputReader().readLine();
        if (!"mounted".equals(said)) {
            throw new IOException("no file system of its own: " + said);
        }
    }

    /** What a process is to be started with to be inside. */
    List<String> wrapper() {
        return List.of(
                "nsenter",
                "--preserve-credentials",
                "--user",
                "--mount",
                "--target",
                Long.toString(holder.pid()),
                "--wd=" + Path.of("").toAbsolutePath());
    }

    /** Where it is, inside. */
    Path folder() {
        return folder;
    }

    /** Takes all the space that is left, and what was given back meanwhile when it is called again. */
    void fill() throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space")) {
                throw full;
            }
        }
    }

    /** Gives it back. */
    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return Path.of("/proc/" + holder.pid() + "/root" + folder, "filler");
    }

    @Override
    public void close() {
        holder.destroy();
    }
}
