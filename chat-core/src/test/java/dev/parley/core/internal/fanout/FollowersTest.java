package dev.parley.core.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowersTest {

    private static final ConversationId NEWS = new ConversationId("c.news");
    private static final Delivery HINT = Delivery.of(new Event.Hint(NEWS, 1));

    private final Followers followers = new Followers();
    private final Phone ada = new Phone("ada");
    private final Phone bob = new Phone("bob");

    @Test
    void whoFollowsHears() {
        followers.follow(ada, NEWS);
        followers.follow(ada, NEWS);
        followers.deliver(NEWS, HINT);
        assertThat(ada.heard).containsExactly(HINT);
        assertThat(bob.heard).isEmpty();
    }

    @Test
    void whoUnfollowsDoesNot() {
        followers.follow(ada, NEWS);
        followers.follow(bob, NEWS);
        followers.unfollow(ada, NEWS);
        followers.unfollow(new UserId("nobody"), NEWS);
        followers.deliver(NEWS, HINT);
        assertThat(ada.heard).isEmpty();
        followers.unfollow(new UserId("bob"), NEWS);
        followers.deliver(NEWS, HINT);
        assertThat(bob.heard).containsExactly(HINT);
        assertThat(followers.count(NEWS)).isZero();
    }

    @Test
    void whoEndedFollowsNothingAndNeverWill() {
        followers.follow(ada, NEWS);
        ada.ended = true;
        followers.forget(ada);
        followers.follow(ada, NEWS);
        assertThat(followers.count(NEWS)).isZero();
    }

    @Test
    void ofTooManyTheFirstGivesWay() {
        followers.follow(ada, NEWS);
        for (int i = 0; i < Followers.MOST; i++) {
            followers.follow(ada, new ConversationId("c." + i));
        }
        assertThat(followers.count(NEWS)).isZero();
        assertThat(followers.count(new ConversationId("c.0"))).isEqualTo(1);
    }

    private static final class Phone implements Followers.Follower {

        private final List<Delivery> heard = new ArrayList<>();
        private final UserId user;
        private boolean ended;

        Phone(String name) {
            user = new UserId(name);
        }

        @Override
        public UserId user() {
            return user;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public void deliver(Delivery delivery) {
            heard.add(delivery);
        }
    }
}
