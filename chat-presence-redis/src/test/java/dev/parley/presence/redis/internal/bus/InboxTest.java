package dev.parley.presence.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.node.NodeBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Says what it hears, after waiting for leave to go on. */
    private static final class Slow implements NodeBus.Listener {

        private final CountDownLatch leave = new CountDownLatch(1);
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void frame(byte[] frame) {
            heard.add("frame of " + frame.length);
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void interrupted() {
            heard.add("interrupted");
        }

        boolean quiet(int size) {
            return heard.size() == size;
        }
    }

    private final Slow slow = new Slow();

    @Test
    void whatThereIsNoRoomForIsLostAndTheListenerHearsOfThatBeforeALaterFrame() {
        try (Inbox inbox = new Inbox(slow, "full")) {
            inbox.offer(new byte[7]);
            await().atMost(PATIENCE).until(() -> slow.quiet(1)); // it is busy with that one
            for (int i = 0; i < Inbox.MOST_FRAMES; i++) {
                inbox.offer(new byte[1]);
            }
            inbox.offer(new byte[2]);
            inbox.offer(new byte[3]);
            slow.leave.countDown();
            await().atMost(PATIENCE).until(() -> slow.quiet(Inbox.MOST_FRAMES + 2));
            inbox.offer(new byte[4]);
            await().atMost(PATIENCE).until(() -> slow.quiet(Inbox.MOST_FRAMES + 3));
            assertThat(slow.heard).doesNotContain("frame of 2", "frame of 3").containsOnlyOnce("interrupted");
            assertThat(slow.heard.indexOf("interrupted")).isLessThan(slow.heard.indexOf("frame of 4"));
        }
    }

    @Test
    void largeFramesFillItWithTheirBytes() {
        int most = (int) (Inbox.MOST_BYTES / NodeBus.MAX_FRAME);
        try (Inbox inbox = new Inbox(slow, "heavy")) {
            inbox.offer(new byte[7]);
            await().atMost(PATIENCE).until(() -> slow.quiet(1));
            byte[] large = new byte[NodeBus.MAX_FRAME];
            for (int i = 0; i < most + 10; i++) {
                inbox.offer(large);
            }
            slow.leave.countDown();
            await().atMost(PATIENCE).until(() -> slow.quiet(most + 2));
            assertThat(slow.heard).containsOnlyOnce("interrupted");
        }
    }

    @Test
    void aClosedInboxCallsNobody() {
        Inbox inbox = new Inbox(slow, "closed");
        inbox.offer(new byte[7]);
        await().atMost(PATIENCE).until(() -> slow.quiet(1));
        inbox.offer(new byte[8]);
        inbox.missed();
        inbox.close();
        slow.leave.countDown();
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> slow.quiet(1));
    }
}
