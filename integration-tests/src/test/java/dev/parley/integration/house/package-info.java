/** The rules of the house that a tool can check: what the core must not touch, who may know whom, what Javadoc says. */
@NullMarked
package dev.parley.integration.house;

import org.jspecify.annotations.NullMarked;
