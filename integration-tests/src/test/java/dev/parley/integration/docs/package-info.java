/** The documentation says what the code says. */
@NullMarked
package dev.parley.integration.docs;

import org.jspecify.annotations.NullMarked;
