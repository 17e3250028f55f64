package dev.parley.core.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.runtime.ManualRuntime;
import dev.parley.model.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserRatesTest {

    private final ManualRuntime manual = new ManualRuntime();
    private final UserRates rates = new UserRates(manual.runtime().clock(), 10, 2);

    @Test
    void everyUserHasABucketOfTheirOwn() {
        UserId ada = new UserId("ada");
        assertThat(rates.take(ada)).isZero();
        assertThat(rates.take(ada)).isZero();
        assertThat(rates.take(ada)).isEqualTo(100);
        assertThat(rates.take(new UserId("bob"))).isZero();
    }

    @Test
    void usersWhoDidNothingForAWhileCostNothing() {
        for (int i = 0; i < 20_000; i++) {
            rates.take(new UserId("user" + i));
            if (i % 1_000 == 0) {
                manual.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(rates.size()).isLessThan(6_000);
    }

    @Test
    void aUserWhoIsLimitedIsNotForgotten() {
        UserId ada = new UserId("ada");
        rates.take(ada);
        rates.take(ada);
        for (int i = 0; i < 5_000; i++) {
            rates.take(new UserId("user" + i));
        }
        assertThat(rates.take(ada)).isPositive();
    }
}
