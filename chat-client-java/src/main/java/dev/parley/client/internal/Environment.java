package dev.parley.client.internal;

import dev.parley.client.internal.loop.Loop;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a client is given in place of a thread, a clock and chance of its own. Immutable.
 *
 * @param loop its thread and its clock
 * @param random where jitter comes from
 * @param keys makes idempotency keys, no two alike
 * @param failures hears what listeners throw
 */
public record Environment(Loop loop, RandomGenerator random, Supplier<String> keys, Consumer<Throwable> failures) {}
