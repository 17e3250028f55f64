package dev.parley.presence.redis.internal.directory;

import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.Whereabouts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one user. Immutable.
 *
 * @param entered the nodes that entered them, each with the token of its lease
 * @param lastActiveAt when they were active last, or null when that is not known
 */
record Fields(Map<NodeId, String> entered, @Nullable Instant lastActiveAt) {

    private static final String NODE = "n:";
    private static final String AT = "at";

    /** The field of a node. */
    static String of(NodeId node) {
        return NODE + node.value();
    }

    /** Reads what Redis has: text by field; fields of later versions are skipped. */
    static Fields of(Map<?, ?> hash) {
        Map<NodeId, String> entered = new TreeMap<>();
        Instant at = null;
        for (Map.Entry<?, ?> entry : hash.entrySet()) {
            String field = entry.getKey().toString();
            String value = new String((byte[]) entry.getValue(), StandardCharsets.UTF_8);
            if (field.equals(AT)) {
                at = Instant.ofEpochMilli(Long.parseLong(value));
            } else if (field.startsWith(NODE)) {
                entered.put(new NodeId(field.substring(NODE.length())), value);
            }
        }
        return new Fields(entered, at);
    }

    /** Whether a view is too old to tell. */
    boolean unsure(Leases.View view) {
        return entered.entrySet().stream().anyMatch(entry -> view.counts(entry.getKey(), entry.getValue()) == null);
    }

    Whereabouts whereabouts(Leases.View view) {
        Set<NodeId> nodes = new TreeSet<>();
        entered.forEach((node, token) -> {
            if (Boolean.TRUE.equals(view.counts(node, token))) {
                nodes.add(node);
            }
        });
        return new Whereabouts(nodes, lastActiveAt);
    }

    /** Fields of leases that are over, each with its value. */
    List<String> dead(Leases.View view) {
        List<String> dead = new ArrayList<>();
        entered.forEach((node, token) -> {
            if (Boolean.FALSE.equals(view.counts(node, token))) {
                dead.add(of(node));
                dead.add(token);
            }
        });
        return dead;
    }
}
