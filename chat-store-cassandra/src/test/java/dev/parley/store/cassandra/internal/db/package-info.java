@NullMarked
package dev.parley.store.cassandra.internal.db;

import org.jspecify.annotations.NullMarked;
