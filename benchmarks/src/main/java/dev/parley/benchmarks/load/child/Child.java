package dev.parley.benchmarks.load.child;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that the harness started, on the harness's own class path. It ends when its input does, so it never outlives
 * the harness. Confined to one thread.
 */
public final class Child implements AutoCloseable {

    private static final long END_SECONDS = 10;
    private static final String END = "";

    private final String name;
    private final Path log;
    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param name what to call it
     * @param java which java
     * @param flags of the JVM
     * @param main the class whose main it runs
     * @param args what that is given
     * @param log where what it prints goes
     */
    public static Child start(String name, String java, List<String> flags, Class<?> main, List<String> args, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Child child = new Child(name, log, process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return child;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Tells it something, and waits for what it says. */
    public <T> T ask(Object order, Class<T> type, Duration patience) throws IOException {
        in.write(Lines.JSON.writeValueAsString(order));
        in.write('\n');
        in.flush();
        return answer(type, patience);
    }

    /** Waits for the next thing that it says. */
    public <T> T answer(Class<T> type, Duration patience) throws IOException {
        String line;
        try {
            line = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was asked", e);
        }
        if (line == null || line.equals(END)) {
            String how = line == null ? " says nothing for " + patience : " ended";
            throw new IOException(name + how + "; its log is " + log);
        }
        JsonNode tree = Lines.JSON.readTree(line);
        if (tree.has(Lines.FAILED)) {
            throw new IOException(name + ": " + tree.get(Lines.FAILED).asText() + "; its log is " + log);
        }
        return Lines.JSON.treeToValue(tree, type);
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(Lines.MARK)) {
                    answers.add(line.substring(Lines.MARK.length()));
                }
            }
        } catch (IOException e) {
            // The process was ended while it spoke: whoever waits for an answer is told below.
        } finally {
            answers.add(END);
        }
    }

    /** Ends its input, and the process if that does not. */
    @Override
    public void close() {
        try {
            in.close();
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
