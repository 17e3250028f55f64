/**
 * What is measured. To add a server: implement {@link dev.parley.benchmarks.load.subject.Subject}, whose {@code serve} runs in
 * a process of its own, and a {@link dev.parley.benchmarks.load.talk.Dialect}, which runs in the load generator and says how
 * a client of that server talks; then name it in {@link dev.parley.benchmarks.load.Subjects}.
 *
 * <p>Rules for a fair one: nothing but what its users would configure; the event loops of {@link
 * dev.parley.benchmarks.load.subject.ServerSettings}; loopback only; no rate limit; and a guarantee as its documentation
 * gives it. One WebSocket per user; user {@code u} talks in conversation {@code u / scene.perConversation()} and nowhere
 * else. Every text starts with a stamp ({@link dev.parley.benchmarks.load.talk.Stamps}), by which the harness sees what was
 * lost or repeated.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.subject.Subject}, then {@code relay.JsonRelay} and {@code
 * relay.JsonTalk}, the smallest complete example.
 */
@NullMarked
package dev.parley.benchmarks.load.subject;

import org.jspecify.annotations.NullMarked;
