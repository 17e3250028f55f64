@NullMarked
package dev.parley.servers.process;

import org.jspecify.annotations.NullMarked;
