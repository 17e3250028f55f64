/** What keeps one client from crowding out the others. Start here: {@link dev.parley.core.internal.limit.TokenBucket}. */
@NullMarked
package dev.parley.core.internal.limit;

import org.jspecify.annotations.NullMarked;
