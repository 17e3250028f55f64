package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.child.ProcFiles;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.talk.Stamps;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** All threads of the generator together. Confined to one thread, which waits for them. */
@SuppressWarnings("FutureReturnValueIgnored") // a task that only opens a latch
public final class Generator {

    private static final long HEAD_START_NANOS = 20_000_000;
    private static final long CONNECT_SECONDS = 120;
    private static final long LAST_NANOS = 500_000_000;

    private final Sockets sockets;
    private final List<Driver> drivers = new ArrayList<>();
    private final int[] counts;
    private long base = Stamps.FIRST;
    private long forgiven = Long.MAX_VALUE;

    /**
     * A generator.
     *
     * @param subject whom to talk to
     * @param scene who talks
     * @param threads how many threads, each with whole conversations
     * @param ports where the server, or each of its nodes, listens on 127.0.0.1
     * @param number which of several generators this is: each connects from addresses of its own
     */
    public Generator(Subject subject, Scene scene, int threads, List<Integer> ports, int number) {
        int conversations = scene.users() / scene.perConversation();
        int used = Math.min(threads, conversations);
        sockets = Sockets.start(used, user -> ports.get(scene.node(user, ports.size())), number);
        counts = new int[used];
        int from = 0;
        for (int i = 0; i < used; i++) {
            counts[i] = (conversations * (i + 1) / used - conversations * i / used) * scene.perConversation();
            EventLoop loop = sockets.group().next();
            drivers.add(new Driver(loop, sockets, subject, scene, Ledger.Senders.apart(from, counts[i])));
            from += counts[i];
        }
    }

    /** Connects all users, or so many of each thread, and has them join their conversations. */
    public int connect(int usersPerThread) throws Exception {
        all(driver -> driver.connect(usersPerThread));
        return all(Driver::join).stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * How its connections stand. Immutable.
     *
     * @param connected how many are open
     * @param pings how many pings were answered so far
     * @param failures what has failed
     */
    public record Present(int connected, long pings, List<String> failures) {}

    /** How its connections stand. */
    public Present present() throws Exception {
        int connected = 0;
        long pings = 0;
        List<String> failures = new ArrayList<>();
        for (Driver driver : drivers) {
            Present part = driver.present().get(CONNECT_SECONDS, TimeUnit.SECONDS);
            connected += part.connected();
            pings += part.pings();
            failures.addAll(part.failures());
        }
        return new Present(connected, pings, failures);
    }

    /** Closes all connections. */
    public void disconnect() throws Exception {
        all(Driver::disconnect);
    }

    /**
     * Closes all connections and has all users come back.
     *
     * @param rewound whether they have missed all messages, or none
     */
    public Back comeBack(boolean rewound) throws Exception {
        disconnect();
        if (rewound) {
            all(Driver::rewind);
        }
        long start = System.nanoTime();
        all(driver -> driver.connect(Integer.MAX_VALUE));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Back(
                seconds,
                all(Driver::caughtUp).stream().mapToLong(Integer::intValue).sum());
    }

    /** Reads pages of history, one connection for each user, each as fast as it is answered. */
    public Pages read(boolean old, int millis) throws Exception {
        long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) / 4;
        long until = from + TimeUnit.MILLISECONDS.toNanos(millis);
        List<PageReader> readers = new ArrayList<>();
        for (Driver driver : drivers) {
            readers.addAll(driver.read(old, from, until).get(CONNECT_SECONDS, TimeUnit.SECONDS));
        }
        // Answers that come later are let go, and their connections closed.
        CountDownLatch over = new CountDownLatch(1);
        sockets.group().schedule(over::countDown, until - System.nanoTime() + LAST_NANOS, TimeUnit.NANOSECONDS);
        over.await();
        Histogram micros = Latency.empty();
        readers.forEach(each -> micros.add(each.micros()));
        return new Pages(
                readers.stream().mapToLong(PageReader::pages).sum(),
                millis / 1e3,
                readers.stream().mapToLong(PageReader::wrong).sum(),
                Latency.of(micros));
    }

    /** Runs a round. */
    public RoundResult run(Order order) throws Exception {
        long start = System.nanoTime() + HEAD_START_NANOS;
        long began = base;
        List<long[]> probes = new ArrayList<>();
        List<CompletableFuture<Round>> running = new ArrayList<>();
        List<Path> compilers = order.servers().stream()
                .flatMap(server -> ProcFiles.compilers(server).stream())
                .toList();
        List<Path> own = ProcFiles.compilers(ProcessHandle.current().pid());
        for (int i = 0; i < drivers.size(); i++) {
            double share = order.rate() * counts[i] / IntStream.of(counts).sum();
            int warmup = (int) Math.round(share * order.warmupMs() / 1_000);
            int count = Math.max(1, (int) Math.round(share * order.measureMs() / 1_000));
            Runnable probe = i == 0 ? () -> probes.add(probe(order, compilers, own)) : () -> {};
            Ledger.Plan messages = new Ledger.Plan(base, forgiven, warmup, count);
            Round.Plan plan = new Round.Plan(
                    messages, share, order.patient(), start, TimeUnit.MILLISECONDS.toNanos(order.drainMs()), probe);
            base += warmup + count;
            running.add(drivers.get(i).run(plan));
        }
        long limit = order.warmupMs() + order.measureMs() + order.drainMs() + 60_000L;
        List<Ledger> books = new ArrayList<>();
        for (CompletableFuture<Round> round : running) {
            books.add(round.get(limit, TimeUnit.MILLISECONDS).heard());
        }
        RoundResult result = result(order.rate(), books, probes);
        if (result.counts().missing() > 0) {
            forgiven = Math.min(forgiven, began);
        }
        return result;
    }

    private static RoundResult result(double rate, List<Ledger> books, List<long[]> probes) {
        Histogram ack = Latency.empty();
        Histogram delivery = Latency.empty();
        Histogram receipt = Latency.empty();
        for (Ledger each : books) {
            ack.add(each.ackMicros());
            delivery.add(each.deliveryMicros());
            receipt.add(each.receiptMicros());
        }
        // A round that was given up in its warm-up has one probe only.
        long[] first = probes.get(0);
        long[] last = probes.get(probes.size() - 1);
        long compiled = last[2] - first[2];
        List<Long> helpers = IntStream.range(4, last.length)
                .mapToObj(i -> last[i] - first[i])
                .toList();
        return new RoundResult(
                rate,
                books.stream().mapToInt(Ledger::measured).sum(),
                (last[0] - first[0]) / 1e9,
                books.stream().map(Ledger::counts).reduce(Counts::plus).orElseThrow(),
                Latency.of(ack),
                Latency.of(delivery),
                Latency.of(receipt),
                new RoundResult.CpuUse(last[1] - first[1] - compiled, compiled, helpers, last[3] - first[3]));
    }

    private static long[] probe(Order order, List<Path> compilers, List<Path> own) {
        LongStream ours = LongStream.of(
                System.nanoTime(),
                order.servers().stream().mapToLong(ProcFiles::cpuMicros).sum(),
                ProcFiles.cpuMicros(compilers),
                ProcFiles.cpuMicros(ProcessHandle.current().pid()) - ProcFiles.cpuMicros(own));
        LongStream theirs = order.helpers().stream().mapToLong(ProcFiles::workMicros);
        return LongStream.concat(ours, theirs).toArray();
    }

    private List<Integer> all(Function<Driver, CompletableFuture<Integer>> step) throws Exception {
        List<Integer> results = new ArrayList<>();
        for (CompletableFuture<Integer> each : drivers.stream().map(step).toList()) {
            results.add(each.get(CONNECT_SECONDS, TimeUnit.SECONDS));
        }
        return results;
    }
}
