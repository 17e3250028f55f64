/**
 * The peers: servers that others run for messages, each set up as its own documentation advises, doing what the JSON relay
 * does: the text reaches the other user of a pair (or all others of a group), the sender gets one ack, a receipt goes back
 * when the scene has receipts. None of them stores anything. For each there is a server, which is the application that its
 * users would write, and a talk, which is its protocol as a client speaks it, by templates and by looking at a few bytes of
 * what comes.
 *
 * <p>A text begins with {@code @} and the stamp; {@code r} before them makes it a receipt.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.peer.PeerSubjects}.
 */
@NullMarked
package dev.parley.benchmarks.load.peer;

import org.jspecify.annotations.NullMarked;
