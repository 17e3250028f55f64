package dev.parley.servers.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports that were free a moment ago; {@link Started} begins again when one has been taken since. Thread-safe. */
public final class Ports {

    private static final int ATTEMPTS = 100;

    private Ports() {}

    /**
     * Finds ports, all different, that nobody listens on at any of some addresses.
     *
     * @param count how many
     * @param most the highest that will do
     * @param hosts the addresses
     * @return the ports
     */
    public static List<Integer> free(int count, int most, List<String> hosts) {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        try {
            for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
                int port = hold(0, hosts.get(0), held);
                if (port > 0 && port <= most && hosts.stream().skip(1).allMatch(host -> hold(port, host, held) > 0)) {
                    found.add(port);
                }
            }
        } finally {
            held.forEach(Ports::release);
        }
        if (found.size() < count) {
            throw new IllegalStateException("no " + count + " free ports on " + hosts + " up to " + most);
        }
        return found;
    }

    private static int hold(int port, String host, List<ServerSocket> held) {
        try {
            ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host));
            held.add(socket);
            return socket.getLocalPort();
        } catch (IOException e) {
            // Taken, which is what was asked.
            return -1;
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
