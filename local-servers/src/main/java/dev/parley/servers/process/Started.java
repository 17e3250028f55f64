package dev.parley.servers.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for servers to start. Thread-safe. */
public final class Started {

    /** Far longer than any server takes: a Cassandra took 56 s on a machine that was ten times too busy. */
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int ATTEMPTS = 5;
    private static final int CONNECT_MILLIS = 1_000;
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A server could not start because somebody else had its port. */
    public static final class PortTaken extends RuntimeException {

        private static final long serialVersionUID = 1;

        PortTaken(String message) {
            super(message);
        }
    }

    private Started() {}

    /**
     * Starts a server, again from the beginning when a port had been taken.
     *
     * @param start picks ports and starts; what it made is closed by itself when it fails
     * @param <T> what was started
     * @return what was started
     */
    public static <T> T retrying(Supplier<T> start) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start.get();
            } catch (PortTaken e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Waits until something holds of a child.
     *
     * @param child the child
     * @param what what is waited for, for messages
     * @param ready tells whether it holds
     * @throws PortTaken when the child ended and its log says that an address was in use
     */
    public static void await(Child child, String what, BooleanSupplier ready) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (!child.alive()) {
                String tail = child.tail();
                String message = child + " ended before it " + what + ":\n" + tail;
                if (tail.contains("ddress already in use") || tail.contains("is in use by another process")) {
                    throw new PortTaken(message);
                }
                throw new IllegalStateException(message);
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(child + ": not " + what + " after " + PATIENCE + ":\n" + child.tail());
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    /**
     * Waits until a child listens.
     *
     * @param child the child
     * @param address where
     */
    public static void awaitListening(Child child, InetSocketAddress address) {
        await(child, "listened on " + address, () -> listens(address));
    }

    private static boolean listens(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            // Not yet; the caller asks again.
            return false;
        }
    }
}
