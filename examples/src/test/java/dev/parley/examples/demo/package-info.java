/** The demo's people and tokens. */
@NullMarked
package dev.parley.examples.demo;

import org.jspecify.annotations.NullMarked;
