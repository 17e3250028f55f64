package dev.parley.store.jdbc;

import dev.parley.testkit.store.StoreFaults;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to a PostgreSQL server that can be cut, at any time or right after the server answered a commit. */
final class CommitProxy implements StoreFaults, AutoCloseable {

    /** The end of the message by which the server says that it has committed. */
    private static final String COMMITTED = "COMMIT\0";

    private enum Fault {
        NONE,
        CUT_OFF,
        COMMITS_UNANSWERED
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile Fault fault = Fault.NONE;

    CommitProxy(int target) throws IOException {
        this.target = target;
        start("commit-proxy-accept", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void cutOff() {
        fault = Fault.CUT_OFF;
        sockets.forEach(CommitProxy::close);
    }

    @Override
    public void loseAnswers() {
        fault = Fault.COMMITS_UNANSWERED;
    }

    @Override
    public void heal() {
        fault = Fault.NONE;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (fault == Fault.CUT_OFF) {
                    close(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                start("commit-proxy-up", () -> pump(client, server, false));
                start("commit-proxy-down", () -> pump(server, client, true));
            } catch (IOException e) {
                // The listener was closed, or the server is down: the client sees its connection end.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65_536];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                boolean committed =
                        answers && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(COMMITTED);
                if (committed && fault == Fault.COMMITS_UNANSWERED) {
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One side ended; closing both tells the other.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a socket", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutOff();
    }
}
