package dev.parley.core.internal.outbound;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.session.EncodedFrame;
import org.jspecify.annotations.Nullable;

/** One frame in an {@link OutboundQueue}, which guards it. */
final class OutboundNode {

    EncodedFrame frame;
    /** The event, or null for a reply. */
    @Nullable
    Delivery delivery;

    int size;
    /** True for the reply to a request that counts as under way. */
    boolean counted;
    /** True for a reply that may be as large as a page. */
    boolean page;

    @Nullable
    OutboundNode next;

    OutboundNode(EncodedFrame frame, @Nullable Delivery delivery, int size) {
        this.frame = frame;
        this.delivery = delivery;
        this.size = size;
    }

    void replace(Delivery newer, int newSize) {
        frame = newer.frame();
        delivery = newer;
        size = newSize;
    }
}
