package dev.parley.core.internal.discovery;

import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.view.NodeAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that clients may be sent to, in the groups in which they are named: those with room before full ones, and of each the
 * region's own first. Within a group chance decides, by the room that each has, so that clients who ask at the same moment
 * do not all come to the one that is emptiest. Immutable.
 */
final class NodeChoice {

    private final List<List<NodeListing>> groups;

    NodeChoice(Collection<NodeListing> nodes, @Nullable String region) {
        List<List<NodeListing>> sorted =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (NodeListing node : nodes) {
            if (!node.draining()) {
                int far = Objects.equals(region, node.address().region()) ? 0 : 1;
                int full = node.free() > 0 ? 0 : 2;
                sorted.get(full + far).add(node);
            }
        }
        groups = sorted;
    }

    /** Draws some nodes, best first; fewer where there are not so many. */
    List<NodeAddress> draw(int limit, RandomGenerator random) {
        List<NodeAddress> drawn = new ArrayList<>(limit);
        for (List<NodeListing> group : groups) {
            List<NodeListing> left = new ArrayList<>(group);
            while (drawn.size() < limit && !left.isEmpty()) {
                drawn.add(left.remove(next(left, random)).address());
            }
        }
        return drawn;
    }

    private static int next(List<NodeListing> left, RandomGenerator random) {
        long room = 0;
        for (NodeListing node : left) {
            room += weight(node);
        }
        long at = (long) (random.nextDouble() * room);
        int index = 0;
        while (index < left.size() - 1 && at >= weight(left.get(index))) {
            at -= weight(left.get(index));
            index++;
        }
        return index;
    }

    /** Of full ones, each as likely as the other. */
    private static long weight(NodeListing node) {
        return Math.max(1, node.free());
    }
}
