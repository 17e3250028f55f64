package dev.parley.testkit.node;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.device;
import static dev.parley.testkit.internal.Samples.time;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link NodeBus}. A bus may lose signals and send them late, so the tests say a signal again until it is
 * heard. Implementations are thread-safe.
 */
public interface NodeBusContract {

    /**
     * The bus as one node has it. Each call is another node of the same cluster, which the tests' class closes.
     *
     * @return an end of the bus that works
     */
    NodeBus node();

    /** Whatever the kind, the ids, the numbers: another node hears what was said. */
    @Test
    default void rule10_everySignalArrivesAsItWas() throws Exception {
        NodeBus sender = node();
        try (Ear ear = new Ear(node())) {
            List<NodeSignal> signals = new ArrayList<>(List.of(
                    new NodeSignal.Moved(conversation(), 1, 0),
                    new NodeSignal.Moved(conversation(), (1L << 53) - 1, (1L << 53) - 2),
                    new NodeSignal.Marked(conversation(), user(), new Marks(9, 8, 7)),
                    new NodeSignal.Marked(conversation(), user(), Marks.NONE),
                    new NodeSignal.InboxTouched(user(), conversation()),
                    new NodeSignal.Typed(conversation(), user(), true),
                    new NodeSignal.Typed(conversation(), user(), false),
                    new NodeSignal.CameOrWent(new Presence(user(), true, time())),
                    new NodeSignal.CameOrWent(new Presence(user(), false, null)),
                    new NodeSignal.DeviceRevoked(user(), device()),
                    new NodeSignal.DeviceConnected(user(), device(), time())));
            for (String suffix : TRICKY_SUFFIXES) {
                signals.add(new NodeSignal.DeviceRevoked(new UserId("u" + suffix), new DeviceId("d" + suffix)));
            }
            String longest = "x".repeat(128);
            signals.add(new NodeSignal.InboxTouched(new UserId(longest), new ConversationId(longest)));
            for (NodeSignal signal : signals) {
                ear.hears(sender, signal);
            }
        }
    }

    /** All others hear a signal; who said it does not. */
    @Test
    default void rule11_aNodeDoesNotHearItself() throws Exception {
        NodeBus sender = node();
        NodeSignal signal = new NodeSignal.Moved(conversation(), 1, 1);
        NodeSignal answer = new NodeSignal.Moved(conversation(), 2, 1);
        NodeBus other = node();
        try (Ear own = new Ear(sender);
                Ear one = new Ear(other);
                Ear two = new Ear(node())) {
            one.hears(sender, signal);
            two.hears(sender, signal);
            // What the other says comes after the signal, should the signal come back at all.
            own.hears(other, answer);
            assertThat(own.heard()).doesNotContain(signal);
        }
    }

    /** A listener that takes its time holds up nobody who publishes. */
    @Test
    default void rule12_publishWaitsForNoListener() throws Exception {
        NodeBus sender = node();
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (AutoCloseable slow = node().listen(signal -> {
            heard.countDown();
            awaitUninterruptibly(goOn);
        })) {
            assertThat(slow).isNotNull();
            while (heard.getCount() > 0) {
                await(sender.publish(new NodeSignal.Moved(conversation(), 1, 1)));
                pause();
            }
            await(sender.publish(new NodeSignal.Moved(conversation(), 2, 1)));
        } finally {
            goOn.countDown();
        }
    }

    /** Two nodes that speak at once are heard one after the other. */
    @Test
    default void rule13_aListenerHearsOneSignalAtATime() throws Exception {
        NodeBus one = node();
        NodeBus other = node();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        try (AutoCloseable listening = node().listen(signal -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            pause(); // long enough for another to come in
            inside.decrementAndGet();
            calls.incrementAndGet();
        })) {
            assertThat(listening).isNotNull();
            long head = 0;
            while (calls.get() < 200) {
                head++;
                await(one.publish(new NodeSignal.Moved(conversation(), head, 1)));
                await(other.publish(new NodeSignal.Moved(conversation(), head, 1)));
                awaitNearly(calls, 2 * head);
            }
        }
        assertThat(most).hasValue(1);
    }

    /** What a listener throws harms neither it nor others. */
    @Test
    default void rule14_aListenerThatThrowsHearsTheNextSignal() throws Exception {
        NodeBus sender = node();
        NodeBus faulty = node();
        AtomicInteger calls = new AtomicInteger();
        try (AutoCloseable listening = faulty.listen(signal -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("a listener's fault");
                });
                Ear ear = new Ear(node())) {
            assertThat(listening).isNotNull();
            while (calls.get() < 3) {
                ear.hears(sender, new NodeSignal.Moved(conversation(), 1, 1));
            }
        }
    }

    /** A closed subscription hears nothing more, and another one of the same node still does. */
    @Test
    default void rule15_aClosedSubscriptionHearsNothing() throws Exception {
        NodeBus sender = node();
        NodeBus hearing = node();
        try (Ear stays = new Ear(hearing)) {
            Ear goes = new Ear(hearing);
            NodeSignal before = new NodeSignal.Moved(conversation(), 1, 1);
            goes.hears(sender, before);
            goes.close();
            NodeSignal after = new NodeSignal.Moved(conversation(), 2, 1);
            stays.hears(sender, after);
            assertThat(goes.heard()).doesNotContain(after);
        }
    }

    /** Keeps who publishes a few signals ahead: a bus may refuse thousands that wait, and may have lost some. */
    private static void awaitNearly(AtomicInteger calls, long said) {
        long lost = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        while (calls.get() < said - 20 && System.nanoTime() - lost < 0) {
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(50_000);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
