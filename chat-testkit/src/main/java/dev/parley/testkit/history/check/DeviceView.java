package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Client;
import java.util.ArrayList;
import java.util.List;

/** What one device was shown of one conversation. Confined to its checker. */
final class DeviceView {

    final Client client;
    /** The stretches that it was shown, in all its lives. */
    final List<long[]> shown = new ArrayList<>();
    /** Pairs of seqs shown one after the other that do not follow each other, and the event that showed it. */
    final List<long[]> jumps = new ArrayList<>();
    /** The highest seq that it was acked, shown, or told to be the head. */
    long known;

    /** The event at which its present life began. */
    long born;

    private int firstOfLife;
    private long last;
    private long highestOfLife;
    private boolean anywhere = true;
    private boolean reborn;

    DeviceView(Client client) {
        this.client = client;
    }

    void started(boolean fresh, long now) {
        born = now;
        firstOfLife = shown.size();
        highestOfLife = 0;
        anywhere = anywhere || fresh;
        reborn = !anywhere;
    }

    void reset() {
        anywhere = true;
        reborn = false;
    }

    /** Takes the next seq shown; returns false when this life of the device was shown it before. */
    boolean show(long seq, long now) {
        known = Math.max(known, seq);
        if (covers(seq)) {
            return false;
        }
        if (!anywhere && (seq > last + 1 || (!reborn && seq < last))) {
            jumps.add(new long[] {last, seq, now});
        }
        if (reborn || seq > last || anywhere) {
            last = seq; // a life with the data of the one before may be shown its end again
        }
        anywhere = false;
        reborn = false;
        highestOfLife = Math.max(highestOfLife, seq);
        long[] end = shown.size() > firstOfLife ? shown.get(shown.size() - 1) : null;
        if (end != null && end[1] + 1 == seq) {
            end[1] = seq;
        } else {
            shown.add(new long[] {seq, seq});
        }
        return true;
    }

    /** Tells whether this life of the device was shown a seq. */
    boolean covers(long seq) {
        for (int i = shown.size() - 1; i >= firstOfLife && seq <= highestOfLife; i--) {
            if (shown.get(i)[0] <= seq && seq <= shown.get(i)[1]) {
                return true;
            }
        }
        return false;
    }

    long last() {
        return last;
    }
}
