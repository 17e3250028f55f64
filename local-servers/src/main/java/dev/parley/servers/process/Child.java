package dev.parley.servers.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process whose life hangs on a pipe: when whoever started it is gone, however it went, a shell beside the child reads
 * the pipe's end and kills the child, also one that is paused. Thread-safe.
 */
public final class Child implements AutoCloseable {

    /** Prints the child's process id, ends when the child does, and kills it when the input ends. */
    private static final String LIFE_LINE = """
            log=$1; shift; exec 3<&0
            "$@" </dev/null >>"$log" 2>&1 3<&- &
            child=$!; echo $child
            { while read -r line; do :; done; kill -9 $child; } <&3 >/dev/null 2>&1 &
            watch=$!; wait $child; status=$?; kill -9 $watch; exit $status""";

    private static final long END_SECONDS = 60;
    private static final int TAIL = 40;

    private final String name;
    private final Path log;
    private final Process shell;
    private final long pid;

    private Child(String name, Path log, Process shell, long pid) {
        this.name = name;
        this.log = log;
        this.shell = shell;
        this.pid = pid;
    }

    /**
     * Starts a process.
     *
     * @param name what to call it in messages
     * @param command the program and its arguments
     * @param log the file that what it prints is appended to
     * @return the process, under way
     */
    public static Child start(String name, List<String> command, Path log) {
        List<String> whole = new ArrayList<>(List.of("sh", "-c", LIFE_LINE, "sh", log.toString()));
        whole.addAll(command);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process shell = new ProcessBuilder(whole)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
            String pid = out.readLine();
            if (pid == null) {
                throw new IllegalStateException(name + ": the shell that was to start it ended");
            }
            return new Child(name, log, shell, Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * Names the process for the operating system.
     *
     * @return its process id
     */
    public long pid() {
        return pid;
    }

    /**
     * Tells whether it runs; one that is paused does, too.
     *
     * @return false once it has ended
     */
    public boolean alive() {
        return shell.isAlive();
    }

    /** Stops it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // The shell is gone already, and so is the child that it waits for.
        }
        try {
            if (!shell.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + ": still there " + END_SECONDS + " s after kill -9");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, as {@code kill} without a number does; {@link #awaitEnd} waits for that. */
    public void terminate() {
        signal("TERM");
    }

    /**
     * Waits until it has ended.
     *
     * @param most for how long
     * @return false when it has not by then
     */
    public boolean awaitEnd(Duration most) {
        try {
            return shell.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops its threads where they stand, until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    /**
     * The end of its log.
     *
     * @return the last lines that it printed
     */
    public String tail() {
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.collect(Collectors.toList());
            return String.join("\n", all.subList(Math.max(0, all.size() - TAIL), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        kill();
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(name + ": no process for the signal " + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " (" + pid + ", log " + log + ")";
    }
}
