package dev.parley.testkit.node;

import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link NodeBus}. A bus may lose frames and deliver them late, so the tests send a frame again until it is
 * heard. Implementations are thread-safe.
 */
public interface NodeBusContract {

    /**
     * The bus as one node has it. Each call may be another end of the same bus; the tests' class closes them.
     *
     * @return an end of the bus that works
     */
    NodeBus bus();

    /** Whatever its size and its bytes, and whatever characters name the node. */
    @Test
    default void rule10_everyFrameArrivesAsItWas() throws Exception {
        NodeBus sender = bus();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        byte[] largest = new byte[NodeBus.MAX_FRAME];
        new Random(1).nextBytes(largest);
        String unique = node().value();
        for (NodeId node : List.of(
                node(), new NodeId("A.z_0-" + unique), new NodeId((unique + "x".repeat(64)).substring(0, 64)))) {
            try (Ear ear = new Ear(bus(), node)) {
                for (byte[] frame : List.of(new byte[1], all, "\r\n{}".getBytes(StandardCharsets.UTF_8), largest)) {
                    ear.hears(sender, frame);
                }
            }
        }
    }

    /** Nobody else, whoever sent it, and whatever a name begins with. */
    @Test
    default void rule10_noOtherNodeHearsAFrame() throws Exception {
        NodeBus one = bus();
        NodeBus two = bus();
        NodeId self = node();
        try (Ear own = new Ear(one, self);
                Ear other = new Ear(two, new NodeId(self + "x"));
                Ear meant = new Ear(two, node())) {
            byte[] frame = frame(1);
            meant.hears(one, frame);
            meant.hears(two, frame);
            // What comes to them later comes after it, should it come at all.
            own.hears(two, frame(2));
            other.hears(one, frame(3));
            assertThat(own.heard(frame)).isFalse();
            assertThat(other.heard(frame)).isFalse();
        }
    }

    /** As when it has just died. */
    @Test
    default void rule11_sendingToANodeThatIsNotThereIsNoError() {
        await(bus().send(node(), frame(1)));
    }

    /** A listener that takes its time holds up nobody who sends. */
    @Test
    default void rule12_sendWaitsForNoListener() throws Exception {
        NodeBus sender = bus();
        NodeId node = node();
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (AutoCloseable slow = bus().listen(node, listener(() -> {
            heard.countDown();
            awaitUninterruptibly(goOn);
        }))) {
            assertThat(slow).isNotNull();
            while (heard.getCount() > 0) {
                await(sender.send(node, frame(1)));
                pause();
            }
            await(sender.send(node, frame(2)));
        } finally {
            goOn.countDown();
        }
    }

    /** Two nodes that speak at once are heard one after the other. */
    @Test
    default void rule13_aListenerHearsOneFrameAtATime() throws Exception {
        NodeBus one = bus();
        NodeBus other = bus();
        NodeId node = node();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        try (AutoCloseable listening = bus().listen(node, listener(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            pause(); // long enough for another to come in
            inside.decrementAndGet();
            calls.incrementAndGet();
        }))) {
            assertThat(listening).isNotNull();
            int said = 0;
            while (calls.get() < 200) {
                said++;
                await(one.send(node, frame(said)));
                await(other.send(node, frame(said)));
                awaitNearly(calls, 2L * said);
            }
        }
        assertThat(most).hasValue(1);
    }

    /** What a listener throws harms neither it nor others. */
    @Test
    default void rule14_aListenerThatThrowsHearsTheNextFrame() throws Exception {
        NodeBus sender = bus();
        NodeBus hearing = bus();
        NodeId faulty = node();
        AtomicInteger calls = new AtomicInteger();
        try (AutoCloseable listening = hearing.listen(faulty, listener(() -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("a listener's fault");
                }));
                Ear ear = new Ear(hearing, node())) {
            assertThat(listening).isNotNull();
            for (int i = 1; calls.get() < 3; i++) {
                await(sender.send(faulty, frame(i)));
                ear.hears(sender, frame(i));
            }
        }
    }

    /** A closed subscription hears nothing more, and another one of the same node still does. */
    @Test
    default void rule15_aClosedSubscriptionHearsNothing() throws Exception {
        NodeBus sender = bus();
        NodeBus hearing = bus();
        NodeId node = node();
        try (Ear stays = new Ear(hearing, node)) {
            Ear goes = new Ear(hearing, node);
            goes.hears(sender, frame(1));
            goes.close();
            stays.hears(sender, frame(2));
            assertThat(goes.heard(frame(2))).isFalse();
        }
    }

    /** A node may close its ear and open another. */
    @Test
    default void rule15_whoListensAgainHears() throws Exception {
        NodeBus sender = bus();
        NodeBus hearing = bus();
        NodeId node = node();
        for (int i = 1; i <= 3; i++) {
            try (Ear ear = new Ear(hearing, node)) {
                ear.hears(sender, frame(i));
            }
        }
    }

    private static NodeId node() {
        return new NodeId(UUID.randomUUID().toString());
    }

    private static byte[] frame(int number) {
        return ("frame " + number).getBytes(StandardCharsets.UTF_8);
    }

    private static NodeBus.Listener listener(Runnable onFrame) {
        return new NodeBus.Listener() {
            @Override
            public void frame(byte[] frame) {
                onFrame.run();
            }

            @Override
            public void interrupted() {}
        };
    }

    /** Keeps who sends a few frames ahead: a bus may refuse thousands that wait, and may have lost some. */
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
