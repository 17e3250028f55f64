package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.GeneratorMain;
import dev.parley.benchmarks.load.ServerMain;
import dev.parley.benchmarks.load.child.Child;
import dev.parley.benchmarks.load.generator.Order;
import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server under test with a generator of its own, ready for rounds. Confined to one thread. */
public final class Contestant implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int PATIENT_MS = 120_000;
    private static final Duration CONNECT = Duration.ofMinutes(3);

    private final Subject subject;
    private final Options options;
    private final Child server;
    private final ServerMain.Ready ready;
    private final Child generator;

    private Contestant(Subject subject, Options options, Child server, ServerMain.Ready ready, Child generator) {
        this.subject = subject;
        this.options = options;
        this.server = server;
        this.ready = ready;
        this.generator = generator;
    }

    /** Starts both processes and connects all users. */
    static Contestant start(Subject subject, Workload workload, Scene scene, Options options) throws IOException {
        return start(subject, workload, scene, options, 0);
    }

    /** The same for one of several that run at once: each has its own addresses to connect from. */
    static Contestant start(Subject subject, Workload workload, Scene scene, Options options, int number)
            throws IOException {
        Path directory = Files.createDirectories(Path.of(options.text("out"), "work"));
        Path own = Files.createTempDirectory(directory, subject.name() + "-");
        List<String> people = List.of(
                Integer.toString(scene.users()),
                Integer.toString(scene.perConversation()),
                Boolean.toString(scene.receipts()));
        List<String> args = new ArrayList<>(List.of(subject.name(), workload.label()));
        args.addAll(people);
        args.addAll(List.of(options.text("loops"), own.resolve("data").toString()));
        List<String> flags = new ArrayList<>(options.words(workload.idle() ? "idle-flags" : "server-flags"));
        flags.addAll(subject.jvmFlags());
        if (!options.text("profile").equals("none")) {
            // Otherwise inlined frames are seen at safepoints only.
            flags.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
        }
        Child server = Child.start(
                subject.name(), options.text("java"), flags, ServerMain.class, args, own.resolve("server.log"));
        try {
            ServerMain.Ready ready = server.answer(ServerMain.Ready.class, START);
            List<String> generatorArgs = new ArrayList<>(List.of(subject.name()));
            generatorArgs.addAll(people);
            generatorArgs.addAll(
                    List.of(options.text("threads"), Integer.toString(ready.port()), Integer.toString(number)));
            Child generator = Child.start(
                    "the generator for " + subject.name(),
                    options.text("java"),
                    options.words("generator-flags"),
                    GeneratorMain.class,
                    generatorArgs,
                    own.resolve("generator.log"));
            Contestant contestant = new Contestant(subject, options, server, ready, generator);
            try {
                generator.answer(Map.class, START);
                if (!workload.idle()) {
                    contestant.connect();
                }
                return contestant;
            } catch (IOException e) {
                generator.close();
                throw e;
            }
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Whose server it is. */
    Subject subject() {
        return subject;
    }

    /** What the server says of itself. */
    String note() {
        return ready.note();
    }

    /** The server's process. */
    long serverPid() {
        return server.pid();
    }

    /** The generator's process. */
    long generatorPid() {
        return generator.pid();
    }

    /** Runs a round; after one that is void, everybody connects anew. */
    RoundResult round(double rate, int warmupMs, int measureMs) throws IOException {
        return round(rate, warmupMs, measureMs, options.number("drain"), false);
    }

    /** Sends so many messages, however long the server takes. */
    RoundResult fill(double rate, int messages) throws IOException {
        return round(rate, 0, (int) Math.ceil(messages * 1e3 / rate), PATIENT_MS, true);
    }

    private RoundResult round(double rate, int warmupMs, int measureMs, int drainMs, boolean patient)
            throws IOException {
        Order order = new Order(rate, warmupMs, measureMs, drainMs, patient, List.of(server.pid()), ready.helpers());
        Duration patience =
                Duration.ofMillis(warmupMs + measureMs + order.drainMs()).plus(CONNECT);
        RoundResult result =
                generator.ask(new GeneratorMain.Instruction("round", 0, order), RoundResult.class, patience);
        if (!result.valid()) {
            disconnect();
            connect();
        }
        return result;
    }

    /** Has the generator do something. */
    <T> T ask(GeneratorMain.Instruction instruction, Class<T> answer) throws IOException {
        return generator.ask(instruction, answer, CONNECT);
    }

    /** Has everybody go. */
    void disconnect() throws IOException {
        ask(GeneratorMain.Instruction.all("disconnect"), Map.class);
    }

    private void connect() throws IOException {
        generator.ask(GeneratorMain.Instruction.all("connect"), Map.class, CONNECT);
    }

    /** Connects users until there are so many. */
    void connect(int users) throws IOException {
        generator.ask(new GeneratorMain.Instruction("connect", users, null), Map.class, CONNECT);
    }

    /** Has the server sample its own stacks from now on. */
    void startProfile(String event) throws IOException {
        profile("start,interval=1ms,event=" + (event.equals("cpu") ? "ctimer" : event));
    }

    /** Ends that, and writes a flame graph. */
    void stopProfile(Path file) throws IOException {
        profile("stop,flamegraph,file=" + file.toAbsolutePath());
    }

    private void profile(String order) throws IOException {
        server.ask(new ServerMain.Question("profile", order), String.class, START);
    }

    /** How many bytes the server's threads have allocated so far. */
    long allocated() throws IOException {
        return server.ask(new ServerMain.Question("allocated", ""), Long.class, START);
    }

    /** What the server's heap holds after a full collection, in bytes. */
    long liveHeap() throws IOException {
        return server.ask(new ServerMain.Question("heap", ""), Long.class, START);
    }

    @Override
    public void close() {
        generator.close();
        server.close();
    }
}
