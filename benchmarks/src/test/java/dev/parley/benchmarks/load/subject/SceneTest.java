package dev.parley.benchmarks.load.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SceneTest {

    @Test
    void whoTalksToSomebodyIsOnAnotherNode() {
        Scene pairs = new Scene(200, 2, false);
        for (int user = 0; user < 200; user++) {
            assertThat(pairs.node(user, 3)).isNotEqualTo(pairs.node(pairs.partner(user), 3));
            assertThat(pairs.node(user, 1)).isZero();
        }
    }

    @Test
    void aGroupIsOnAllNodes() {
        Scene group = new Scene(100, 100, false);
        Set<Integer> nodes = new TreeSet<>();
        for (int user = 0; user < 100; user++) {
            nodes.add(group.node(user, 3));
        }
        assertThat(nodes).containsExactly(0, 1, 2);
    }
}
