@NullMarked
package dev.parley.store.cassandra;

import org.jspecify.annotations.NullMarked;
