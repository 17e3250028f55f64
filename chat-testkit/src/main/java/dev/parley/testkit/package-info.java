/**
 * Conformance kit: whoever writes an adapter runs the contract of each SPI against it.
 *
 * <p>Start here: {@link dev.parley.testkit.StoresContract} for stores; {@link
 * dev.parley.testkit.node.NodeBusContract} for what connects nodes; {@link dev.parley.testkit.runtime.FakeRuntime} for tests
 * of an engine without threads; {@link dev.parley.testkit.history.HistoryRecorder} for a run to be judged by its history;
 * {@link dev.parley.testkit.proxy.FaultProxy} for a net that misbehaves.
 */
@NullMarked
package dev.parley.testkit;

import org.jspecify.annotations.NullMarked;
