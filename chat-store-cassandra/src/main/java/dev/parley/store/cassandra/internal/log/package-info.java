/** The logs, in buckets. */
@NullMarked
package dev.parley.store.cassandra.internal.log;

import org.jspecify.annotations.NullMarked;
