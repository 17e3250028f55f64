package dev.parley.view;

import dev.parley.model.internal.Checks;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach one node of a cluster. Immutable.
 *
 * @param node the node's name
 * @param connect where to open a session: {@code wss://n1.chat.example/v1/connect}
 * @param api what stands before {@code /v1/} in the HTTP API, without a slash at its end: {@code https://n1.chat.example}
 * @param region where the node is, in the host's own words, or null when the host does not say
 */
public record NodeAddress(
        String node, URI connect, URI api, @Nullable String region) {

    private static final int LONGEST = 2_000;
    private static final int LONGEST_NAME = 128;

    public NodeAddress {
        named("node", node);
        checked("connect", connect, List.of("ws", "wss"));
        checked("api", api, List.of("http", "https"));
        if (api.toString().endsWith("/")) {
            throw Checks.refused("api", api, "no slash at the end");
        }
        if (region != null) {
            named("region", region);
        }
    }

    private static void named(String what, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Checks.refused(what, name, "1.." + LONGEST_NAME + " characters, no control characters");
        }
    }

    private static void checked(String what, URI uri, List<String> schemes) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!schemes.contains(scheme)
                || uri.getHost() == null
                || !plain
                || uri.toString().length() > LONGEST) {
            throw Checks.refused(what, uri, String.join(" or ", schemes) + ", a host, neither query nor user");
        }
    }
}
