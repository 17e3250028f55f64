/**
 * Conformance kit: whoever writes an adapter runs the contract of each SPI against it.
 *
 * <p>Start here: {@link dev.parley.testkit.StoresContract} for stores; {@link dev.parley.testkit.runtime.FakeRuntime} for tests
 * of an engine without threads.
 *
 */
@NullMarked
package dev.parley.testkit;

import org.jspecify.annotations.NullMarked;
