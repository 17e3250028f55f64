package dev.parley.core.runtime;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What an engine runs on. A simulator gives it a virtual clock and one thread, a server {@link SystemRuntime}. Immutable;
 * all four parts are thread-safe.
 *
 * @param clock tells the time; it may step back
 * @param executor runs the engine's work, which never blocks
 * @param scheduler runs work later
 * @param random gives chance to ids and jitter
 */
public record ChatRuntime(InstantSource clock, Executor executor, Scheduler scheduler, RandomGenerator random) {}
