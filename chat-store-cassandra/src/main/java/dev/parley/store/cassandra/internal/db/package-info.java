/** The driver: statements, what guards them, what their failures mean, and the tables. */
@NullMarked
package dev.parley.store.cassandra.internal.db;

import org.jspecify.annotations.NullMarked;
