package dev.parley.benchmarks.capacity;

import java.util.List;
import java.util.stream.Stream;

/**
 * How many machines a workload needs. Nothing but arithmetic: {@code docs/capacity.md} has it in words. Immutable.
 *
 * @param inputs what it begins with
 */
public record Capacity(Inputs inputs) {

    public static final String NODE = "node";
    public static final String CASSANDRA = "cassandra";
    public static final String REDIS = "redis";

    private static final double MICROS = 1e6;
    private static final double GIB = 1024.0 * 1024 * 1024;
    private static final double TIB = 1024 * GIB;

    /** A node that has nothing to say to another says so once in about this many seconds. */
    private static final double BEAT_SECONDS = 2.0;

    /** Calls of the store that a return makes when nothing was missed; each is about a read. */
    private static final double CALLS_OF_RETURN = 6.1;

    /** Reads that a node makes to show what another one appended. */
    private static final double READS_OF_FRAME = 2;

    /** Devices that come in a second in the busiest hour; as many go. */
    public double returns() {
        return inputs.traffic().connections() / inputs.traffic().sessionSeconds();
    }

    /** To how many of so many other nodes a message goes. */
    public double told(double nodes) {
        double seen = inputs.profile().deliveries();
        return (nodes - 1) * (1 - Math.pow(1 - 1 / nodes, seen));
    }

    /** CPU of all nodes in the busiest second, in microseconds. */
    public double nodeMicros() {
        Costs costs = inputs.costs();
        Profile profile = inputs.profile();
        double message = costs.nodeMessage()
                + costs.nodeDelivery() * (Math.max(0, profile.deliveries() - 1) + profile.hints() + profile.marks())
                + costs.nodeReceipt() * profile.receipts();
        return inputs.traffic().peakMessages() * message
                + returns() * (costs.nodeReturn() + costs.nodeCaughtUp() * profile.caughtUp())
                + inputs.traffic().connections() * costs.nodeIdle();
    }

    /** Rows that are written in the busiest second: a log entry with its key and claim, inbox rows, marks. */
    public double rowsWritten() {
        Profile profile = inputs.profile();
        return inputs.traffic().peakMessages() * (4 + profile.rows() + 2 * profile.receipts());
    }

    /** Reads in the busiest second, on so many nodes. */
    public double reads(double nodes) {
        return inputs.traffic().peakMessages()
                        * (told(nodes) * READS_OF_FRAME + inputs.profile().hints())
                + returns() * CALLS_OF_RETURN;
    }

    /** CPU of all Cassandra servers in the busiest second, in microseconds: a read asks a majority, a write all replicas. */
    public double cassandraMicros(double nodes) {
        Costs costs = inputs.costs();
        double replicas = inputs.machines().replicas();
        double majority = Math.floor(replicas / 2) + 1;
        double appends = inputs.traffic().peakMessages() * costs.cassandraAppend();
        double rows = (rowsWritten() - 4 * inputs.traffic().peakMessages()) * costs.cassandraRow();
        return (appends + rows) * replicas + reads(nodes) * costs.cassandraRead() * majority;
    }

    /** Frames between so many nodes in the busiest second, each with one thing to say. */
    public double frames(double nodes) {
        double beats = nodes * (nodes - 1) / BEAT_SECONDS;
        double news = 2 * returns() * (nodes - 1); // who came and went goes to all
        double messages = inputs.traffic().peakMessages() * told(nodes);
        double receipts = inputs.traffic().peakMessages()
                * inputs.profile().receipts()
                * (1 - 1 / nodes); // to the sender's, mostly
        return beats + news + messages + receipts;
    }

    /** Commands of Redis in the busiest second, on so many nodes. */
    public double redisCommands(double nodes) {
        double asked = inputs.traffic().peakMessages() * inputs.profile().asked();
        return frames(nodes) + nodes + asked + 3 * returns();
    }

    /** How many machines of a kind, by the reason that needs most of them. */
    public int count(String machines) {
        int most = needs().stream()
                .filter(need -> need.machines().equals(machines))
                .mapToInt(Need::count)
                .max()
                .orElse(0);
        return machines.equals(NODE)
                ? most + (int) inputs.machines().spare()
                : machines.equals(CASSANDRA)
                        ? Math.max(most, (int) inputs.machines().replicas())
                        : most;
    }

    /** All reasons. What nodes tell each other depends on how many there are, so those are found first. */
    public List<Need> needs() {
        Machines machines = inputs.machines();
        double cpu = MICROS * machines.busy();
        List<Need> ofNodes = nodeNeeds(machines, cpu);
        double nodes = ofNodes.stream().mapToInt(Need::count).max().orElse(1) + machines.spare();
        double stored = inputs.traffic().messages()
                * machines.retentionDays()
                * inputs.costs().diskMessage()
                * machines.replicas();
        List<Need> others = List.of(
                new Need(
                        CASSANDRA,
                        "CPU at the peak",
                        cassandraMicros(nodes) / MICROS,
                        "cores",
                        machines.cassandraCores() * machines.busy()),
                new Need(
                        CASSANDRA,
                        "disk for " + (long) machines.retentionDays() + " days",
                        stored / TIB,
                        "TiB",
                        machines.cassandraDisk() * machines.diskFull()),
                new Need(
                        REDIS,
                        "commands at the peak",
                        redisCommands(nodes),
                        "commands/s",
                        cpu / inputs.costs().redisCommand()));
        return Stream.concat(ofNodes.stream(), others.stream()).toList();
    }

    private List<Need> nodeNeeds(Machines machines, double cpu) {
        Traffic traffic = inputs.traffic();
        return List.of(
                new Need(NODE, "connections", traffic.connections(), "connections", machines.nodeConnections()),
                new Need(
                        NODE,
                        "memory of connections",
                        traffic.connections() * inputs.costs().connectionBytes() / GIB,
                        "GiB",
                        machines.nodeMemory()),
                new Need(NODE, "CPU at the peak", nodeMicros() / MICROS, "cores", machines.nodeCores() * cpu / MICROS),
                new Need(
                        NODE,
                        "network to clients",
                        traffic.peakMessages() * inputs.profile().bytes() * 8 / 1e9,
                        "Gbit/s",
                        machines.nodeGigabits() * machines.busy()));
    }
}
