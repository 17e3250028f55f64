package dev.parley.benchmarks.load.peer;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Dialect;
import dev.parley.benchmarks.load.talk.Talk;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * A peer under test. Immutable.
 *
 * @param name its name on the command line
 * @param guarantees what its ack promises
 * @param handshake what a user asks for when the WebSocket is opened
 * @param talks makes the talk of a connection
 * @param starter starts the server
 */
record Peer(
        String name,
        String guarantees,
        IntFunction<Dialect.Handshake> handshake,
        BiFunction<Client, Scene, Talk> talks,
        Starter starter)
        implements Subject {

    /** Starts a server. */
    @FunctionalInterface
    interface Starter {

        /** Starts it on 127.0.0.1. */
        Serving start(ServerSettings settings) throws Exception;
    }

    @Override
    public Set<Workload> workloads() {
        return EnumSet.of(Workload.PAIRS, Workload.RECEIPTS, Workload.FANOUT, Workload.IDLE);
    }

    @Override
    public boolean acks() {
        return true;
    }

    @Override
    public Dialect dialect(Scene scene) {
        return new Dialect() {
            @Override
            public Handshake handshake(int user) {
                return handshake.apply(user);
            }

            @Override
            public Talk talk(Client client) {
                return talks.apply(client, scene);
            }
        };
    }

    @Override
    public Serving serve(ServerSettings settings) throws Exception {
        return starter.start(settings);
    }
}
