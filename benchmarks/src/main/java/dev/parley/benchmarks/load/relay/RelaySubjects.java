package dev.parley.benchmarks.load.relay;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import dev.parley.benchmarks.load.talk.Dialect;
import java.util.List;
import java.util.Set;

/** The ceilings by name. Thread-safe. */
public final class RelaySubjects {

    private static final Set<Workload> CARRYING = Set.of(Workload.PAIRS, Workload.FANOUT, Workload.IDLE);
    private static final Set<Workload> RECEIPTING = Set.of(Workload.PAIRS, Workload.RECEIPTS);

    private RelaySubjects() {}

    /** All of them. */
    public static List<Subject> all() {
        return List.of(
                new Relay("relay-raw", "nothing stored, bytes not looked at", CARRYING, false) {
                    @Override
                    public Dialect dialect(Scene scene) {
                        return RawTalk.dialect();
                    }

                    @Override
                    public Serving serve(ServerSettings settings) {
                        return RelayServer.start(settings, new RawRelay());
                    }
                },
                new Relay("relay-json", "nothing stored, no ack", CARRYING, false) {
                    @Override
                    public Serving serve(ServerSettings settings) {
                        return RelayServer.start(settings, new JsonRelay(false, Commit.NONE));
                    }
                },
                new Relay("relay-json-ack", "nothing stored, acked", RECEIPTING, true) {
                    @Override
                    public Serving serve(ServerSettings settings) {
                        return RelayServer.start(settings, new JsonRelay(true, Commit.NONE));
                    }
                },
                new Relay("durable-file", "in a file, fsync before ack and delivery", RECEIPTING, true) {
                    @Override
                    public Serving serve(ServerSettings settings) throws Exception {
                        return durable(settings, FileLog.open(settings.directory()));
                    }
                },
                new Relay("durable-rocksdb", "in RocksDB, fsync before ack and delivery", RECEIPTING, true) {
                    @Override
                    public Serving serve(ServerSettings settings) throws Exception {
                        return durable(settings, RocksLog.open(settings.directory()));
                    }
                });
    }

    private static Serving durable(ServerSettings settings, GroupCommit.Log log) {
        return RelayServer.start(settings, new JsonRelay(true, GroupCommit.start(log)));
    }

    /** A server that carries messages. */
    private abstract static class Relay implements Subject {

        private final String name;
        private final String guarantees;
        private final Set<Workload> workloads;
        private final boolean acks;

        Relay(String name, String guarantees, Set<Workload> workloads, boolean acks) {
            this.name = name;
            this.guarantees = guarantees;
            this.workloads = workloads;
            this.acks = acks;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String guarantees() {
            return guarantees;
        }

        @Override
        public Set<Workload> workloads() {
            return workloads;
        }

        @Override
        public boolean acks() {
            return acks;
        }

        @Override
        public Dialect dialect(Scene scene) {
            return new JsonTalk.JsonDialect(scene);
        }
    }
}
