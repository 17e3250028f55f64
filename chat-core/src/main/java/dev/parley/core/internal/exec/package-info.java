/** Order without locks: serial executors, lanes by key, natural batching. Start here: {@link dev.parley.core.internal.exec.NaturalBatcher}. */
@NullMarked
package dev.parley.core.internal.exec;

import org.jspecify.annotations.NullMarked;
