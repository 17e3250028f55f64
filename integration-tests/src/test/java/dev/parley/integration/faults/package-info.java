/**
 * The fault matrix: real servers under the load of real clients, with real faults, judged by the history checker. {@code
 * -Dparley.faults=full} makes the faults as long and as many as docs/fault-matrix.md says; the normal build runs them short.
 * Start here: {@link dev.parley.integration.faults.KillIT}.
 */
@NullMarked
package dev.parley.integration.faults;

import org.jspecify.annotations.NullMarked;
