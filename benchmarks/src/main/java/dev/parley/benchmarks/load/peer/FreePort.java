package dev.parley.benchmarks.load.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** For servers that don't say which port they got, so can't choose one by themselves. */
final class FreePort {

    private FreePort() {}

    /** A port on which nobody listens at the moment. */
    static int find() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
