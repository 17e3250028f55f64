/** What the contracts build their tests from: sample values, waiting, running things at once. */
@NullMarked
package dev.parley.testkit.internal;

import org.jspecify.annotations.NullMarked;
