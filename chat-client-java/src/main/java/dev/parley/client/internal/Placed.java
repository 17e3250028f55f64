package dev.parley.client.internal;

import dev.parley.client.ClientListener;
import dev.parley.client.internal.log.Receipts;
import dev.parley.client.internal.outbox.Outbox;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.view.EntryPage;

/**
 * What the client itself does about every entry that takes its place, whichever way it came: settle the write that made
 * it, and say that it was delivered. Confined to the client's thread.
 */
final class Placed implements ClientListener {

    private final Outbox outbox;
    private final Receipts receipts;
    private final DeviceId device;

    Placed(Outbox outbox, Receipts receipts, DeviceId device) {
        this.outbox = outbox;
        this.receipts = receipts;
        this.device = device;
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        outbox.seen(
                item instanceof EntryPage.Said said ? said.message().posted() : ((EntryPage.Happened) item).entry(),
                device);
        receipts.check(conversation);
    }
}
