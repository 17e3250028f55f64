/**
 * The contract of {@link dev.parley.core.spi.log.LogStore}, by topic; each test carries the number of the rule it tests.
 *
 * <p>Start here: {@link dev.parley.testkit.log.LogStoreContract}, all topics that need nothing but a store.
 */
@NullMarked
package dev.parley.testkit.log;

import org.jspecify.annotations.NullMarked;
