/** Many timers, one scheduled task. Start here: {@link dev.parley.core.internal.timer.TimerWheel}. */
@NullMarked
package dev.parley.core.internal.timer;

import org.jspecify.annotations.NullMarked;
