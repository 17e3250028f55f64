package dev.parley.transport.websocket.internal.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.transport.websocket.internal.ws.Autobahn.Finding;
import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.WebSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Autobahn's suite against the server's own handshake, limits and close frames. The build runs groups 1 to 7, half a minute;
 * {@code -Dparley.autobahn=all} adds limits and fragmentation (9 and 10), all 301 cases with and without compression.
 */
class AutobahnIT {

    private static final boolean ALL = System.getProperty("parley.autobahn", "").equals("all");
    private static final int BASE = 246;
    private static final int WHOLE = 301;
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int MOST_FRAGMENTS = LARGEST / 64;

    private static final Finding OK = new Finding("OK", "OK");
    private static final Finding LATER = new Finding("NON-STRICT", "OK");
    private static final Finding TOLD = new Finding("INFORMATIONAL", "INFORMATIONAL");

    /** What is not plainly OK, and stays so. */
    private static final Map<String, Finding> REMAINING = Map.of(
            // A byte that is no UTF-8 ends the connection when its frame is whole, not in the middle of the frame: text
            // is
            // judged frame by frame, and a frame is bounded by the message limit. Between frames it is at once (6.4.1,
            // 6.4.2).
            "6.4.3",
            LATER,
            "6.4.4",
            LATER,
            // These ask what a server does where RFC 6455 leaves it open. A ping after a close frame gets no answer.
            "7.1.6",
            TOLD,
            // Close codes 5000 and 65536 are none: 1002.
            "7.13.1",
            TOLD,
            "7.13.2",
            TOLD);

    @Test
    void noCaseFailsWithoutCompression() throws Exception {
        assertNoneFails("plain", 0, ALL ? List.of("*") : List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*"));
    }

    /** The suite offers no compression: this shows that a server which would take it is as strict with those who don't. */
    @Test
    void noCaseFailsWhereCompressionIsOnButNotAgreedOn() throws Exception {
        assertNoneFails("compressing", LARGEST, ALL ? List.of("*") : List.of("2.*", "3.*", "4.*", "5.*", "7.*"));
    }

    private static void assertNoneFails(String agent, int compression, List<String> cases) throws Exception {
        WebSocketOptions options = new WebSocketOptions(LARGEST, MOST_FRAGMENTS, 64 * 1024, compression);
        Map<String, Finding> findings;
        try (EchoServer server = new EchoServer(ServerOptions.DEFAULT.with(options))) {
            findings = Autobahn.run(agent, server.port(), cases, ALL ? 30 : 5);
        }
        if (ALL || cases.contains("1.*")) {
            assertThat(findings).hasSize(ALL ? WHOLE : BASE);
        }
        Map<String, Finding> notPlainlyOk = new TreeMap<>(findings);
        notPlainlyOk.values().removeIf(OK::equals);
        Map<String, Finding> expected = new TreeMap<>(REMAINING);
        expected.keySet().retainAll(findings.keySet());
        assertThat(notPlainlyOk).isEqualTo(expected);
        assertThat(findings.keySet()).contains("3.1", "5.1", "7.1.1");
    }
}
