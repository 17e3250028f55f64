/** What H2 makes itself and calls back, which is why this package is open to it, and to it alone. */
@NullMarked
package dev.parley.store.jdbc.internal.h2;

import org.jspecify.annotations.NullMarked;
