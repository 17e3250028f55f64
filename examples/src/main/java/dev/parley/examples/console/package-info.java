/** The parts of the console client. Start here: {@link dev.parley.examples.console.ConsoleCommands}. */
@NullMarked
package dev.parley.examples.console;

import org.jspecify.annotations.NullMarked;
