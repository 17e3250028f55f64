package dev.parley.examples.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Passes each connection on to the next target that lives: the least that a balancer does. Thread-safe. */
public final class Balancer implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket listener;
    private final List<InetSocketAddress> targets;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int turn;

    private Balancer(ServerSocket listener, List<InetSocketAddress> targets) {
        this.listener = listener;
        this.targets = List.copyOf(targets);
    }

    static Balancer start(int port, List<InetSocketAddress> targets) throws IOException {
        Balancer balancer = new Balancer(new ServerSocket(port, 128, InetAddress.getLoopbackAddress()), targets);
        daemon("balancer", balancer::accept);
        return balancer;
    }

    /**
     * Where clients connect.
     *
     * @return the port, on the loopback interface
     */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                daemon("balancer-in", () -> serve(client));
            } catch (IOException e) {
                // Closed, which ends the loop, or a client that went before it was let in.
            }
        }
    }

    private void serve(Socket client) {
        Socket node = connect();
        if (node == null) {
            end(client);
            return;
        }
        open.add(node);
        daemon("balancer-out", () -> pump(node, client));
        pump(client, node);
    }

    /** Takes turns, and passes over who does not answer. */
    private @Nullable Socket connect() {
        for (int i = 0; i < targets.size(); i++) {
            Socket socket = new Socket();
            try {
                socket.connect(next(), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                end(socket); // Not this one.
            }
        }
        return null;
    }

    private synchronized InetSocketAddress next() {
        turn = (turn + 1) % targets.size();
        return targets.get(turn);
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
        } catch (IOException e) {
            // One of the two is gone, and so is the other then.
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends it and all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        open.forEach(this::end);
    }
}
