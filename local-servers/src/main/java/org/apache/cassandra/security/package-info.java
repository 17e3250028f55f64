/** One class that stands before the server's own, so that Cassandra starts on JDK 24 and later. */
@NullMarked
package org.apache.cassandra.security;

import org.jspecify.annotations.NullMarked;
