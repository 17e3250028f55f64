package dev.parley.core.internal.presence;

import java.time.Duration;

/**
 * Times and bounds of presence. Immutable.
 *
 * @param offlineAfter how long after a user's last session ended they count as offline
 * @param lease how long other nodes take this node's users for online without hearing of it
 * @param watched the most users whose presence one session watches
 */
public record PresenceOptions(Duration offlineAfter, Duration lease, int watched) {}
