package dev.parley.benchmarks.load.cluster;

import dev.parley.benchmarks.load.GeneratorMain;
import dev.parley.benchmarks.load.GeneratorMain.Instruction;
import dev.parley.benchmarks.load.ServerMain;
import dev.parley.benchmarks.load.backend.Backends;
import dev.parley.benchmarks.load.child.Child;
import dev.parley.benchmarks.load.generator.Order;
import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** So many nodes, each a process, and a generator whose users are spread over them. Confined to one thread. */
final class Cluster implements AutoCloseable {

    private static final String SUBJECT = "parley-cassandra";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration CONNECT = Duration.ofMinutes(3);

    private final List<Child> children = new ArrayList<>();
    private final List<Long> nodes = new ArrayList<>();
    private final List<Long> helpers;
    private final Workload workload;
    private final int size;

    private Cluster(Workload workload, int size, Backends backends) {
        this.workload = workload;
        this.size = size;
        this.helpers = List.of(backends.cassandraPid(), backends.redisPid());
    }

    /** Starts nodes and generator, and connects all users. */
    static Cluster start(Workload workload, int size, Backends backends, ClusterOptions options) throws IOException {
        Cluster cluster = new Cluster(workload, size, backends);
        try {
            cluster.start(backends, options);
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw e;
        }
    }

    private void start(Backends backends, ClusterOptions options) throws IOException {
        String name = workload.label() + "-" + size;
        Path own = Files.createTempDirectory(
                Files.createDirectories(Path.of(options.text("out"), "work")), "cluster-" + name + "-");
        Scene scene = new Scene(
                options.number("users-" + workload.label()),
                workload.scene().perConversation(),
                workload.scene().receipts());
        List<String> people = List.of(
                Integer.toString(scene.users()),
                Integer.toString(scene.perConversation()),
                Boolean.toString(scene.receipts()));
        List<String> flags = new ArrayList<>(options.words("node-flags"));
        flags.addAll(backends.flags());
        flags.add("-Dload.lanes=" + options.text("lanes"));
        flags.add("-Dload.prefix=" + name + ":");
        for (int i = 1; i <= size; i++) {
            List<String> args = new ArrayList<>(List.of(SUBJECT, workload.label()));
            args.addAll(people);
            args.addAll(List.of("1", own.resolve("data-" + i).toString()));
            children.add(Child.start(
                    "node " + i,
                    options.text("java"),
                    flags,
                    ServerMain.class,
                    args,
                    own.resolve("node-" + i + ".log")));
        }
        List<Integer> ports = new ArrayList<>();
        for (Child node : children) {
            ports.add(node.answer(ServerMain.Ready.class, START).port());
            nodes.add(node.pid());
        }
        List<String> generatorFlags = new ArrayList<>(options.words("generator-flags"));
        // All clusters share a keyspace.
        generatorFlags.add("-Dload.users=" + name + "-");
        List<String> args = new ArrayList<>(List.of(SUBJECT));
        args.addAll(people);
        args.addAll(List.of("1", ports.stream().map(String::valueOf).collect(Collectors.joining(",")), "0"));
        children.add(Child.start(
                "the generator",
                options.text("java"),
                generatorFlags,
                GeneratorMain.class,
                args,
                own.resolve("generator.log")));
        generator().answer(Map.class, START);
        connect();
    }

    private Child generator() {
        return children.get(children.size() - 1);
    }

    private void connect() throws IOException {
        generator().ask(Instruction.all("connect"), Map.class, CONNECT);
    }

    int size() {
        return size;
    }

    Workload workload() {
        return workload;
    }

    /** Runs a round; after one that is void, everybody connects anew. */
    RoundResult round(double rate, int warmupMs, int measureMs, int drainMs) throws IOException {
        Order order = new Order(rate, warmupMs, measureMs, drainMs, false, nodes, helpers);
        Duration patience = Duration.ofMillis(warmupMs + measureMs + drainMs).plus(CONNECT);
        RoundResult result = generator().ask(new Instruction("round", 0, order), RoundResult.class, patience);
        if (!result.valid()) {
            generator().ask(Instruction.all("disconnect"), Map.class, CONNECT);
            connect();
        }
        return result;
    }

    /** The generator first, whose users would otherwise see their nodes go. */
    @Override
    public void close() {
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
    }
}
