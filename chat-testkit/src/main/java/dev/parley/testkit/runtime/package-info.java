/**
 * A runtime without threads, in which time passes when the test says so.
 *
 * <p>Start here: {@link dev.parley.testkit.runtime.FakeRuntime}, and its {@link
 * dev.parley.testkit.runtime.FakeRuntime#advance advance}.
 */
@NullMarked
package dev.parley.testkit.runtime;

import org.jspecify.annotations.NullMarked;
