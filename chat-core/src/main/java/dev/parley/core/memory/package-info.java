/**
 * Every SPI in memory: the default of the engine, the fakes of its tests, and the shortest reading of each contract. What
 * is kept here ends with the process.
 *
 * <p>Start here: {@link dev.parley.core.memory.InMemoryStores}; several engines in one JVM share an
 * {@link dev.parley.core.memory.InMemoryNodeBus} and an {@link dev.parley.core.memory.InMemorySessionDirectory}.
 */
@NullMarked
package dev.parley.core.memory;

import org.jspecify.annotations.NullMarked;
