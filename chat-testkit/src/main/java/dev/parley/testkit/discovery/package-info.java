/**
 * The contract of how nodes find each other.
 *
 * <p>Start here: {@link dev.parley.testkit.discovery.NodeDirectoryContract}.
 */
@NullMarked
package dev.parley.testkit.discovery;

import org.jspecify.annotations.NullMarked;
