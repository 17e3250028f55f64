/** What is kept beside the logs. */
@NullMarked
package dev.parley.store.cassandra.internal.state;

import org.jspecify.annotations.NullMarked;
