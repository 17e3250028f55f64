package dev.parley.testkit.state;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of {@link BlockStore}. Implementations are thread-safe. */
public interface BlockStoreContract extends StoresUnderTest {

    /** Twice is like once, and the last word counts. */
    @Test
    default void rule10_theLastWordCounts() {
        UserId ada = user();
        UserId bob = user();
        assertThat(blocks(ada, bob)).isFalse();
        set(ada, bob, false);
        assertThat(blocks(ada, bob)).isFalse();
        set(ada, bob, true);
        set(ada, bob, true);
        assertThat(blocks(ada, bob)).isTrue();
        assertThat(list(ada)).containsExactly(bob);
        set(ada, bob, false);
        assertThat(blocks(ada, bob)).isFalse();
        assertThat(list(ada)).isEmpty();
    }

    /** The same word from several at once is no error. */
    @Test
    default void rule10_blockingManyTimesAtOnceIsLikeOnce() {
        UserId ada = user();
        UserId bob = user();
        Together.run(20, i -> {
            set(ada, bob, true);
            return true;
        });
        assertThat(list(ada)).containsExactly(bob);
    }

    /** By ascending id. */
    @Test
    default void rule11_theListIsByAscendingUser() {
        UserId ada = user();
        IntStream.range(0, 30).map(i -> 100 + i * 7 % 30).forEach(i -> set(ada, new UserId("user" + i), true));
        assertThat(list(ada))
                .isEqualTo(IntStream.range(100, 130)
                        .mapToObj(i -> new UserId("user" + i))
                        .toList());
        assertThat(list(user())).isEmpty();
    }

    /** One-sided, and of exactly that user. */
    @Test
    default void rule12_blockingIsOneSidedAndExact() {
        UserId ada = user();
        UserId bob = user();
        set(ada, bob, true);
        assertThat(blocks(bob, ada)).isFalse();
        assertThat(list(bob)).isEmpty();
        for (String suffix : TRICKY_SUFFIXES) {
            assertThat(blocks(ada, new UserId(bob.value() + suffix))).isFalse();
            set(ada, new UserId("b" + suffix), true);
        }
        for (String suffix : TRICKY_SUFFIXES) {
            assertThat(blocks(ada, new UserId("b" + suffix))).isTrue();
        }
        assertThat(list(ada)).hasSize(TRICKY_SUFFIXES.size() + 1);
    }

    private void set(UserId user, UserId other, boolean blocked) {
        await(stores().blocks().set(user, other, blocked));
    }

    private boolean blocks(UserId user, UserId other) {
        return await(stores().blocks().blocks(user, other));
    }

    private List<UserId> list(UserId user) {
        return await(stores().blocks().list(user));
    }
}
