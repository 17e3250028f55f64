/**
 * Frames and codecs: everything that crosses a connection, for servers and clients alike.
 *
 * <p>Start here: {@link dev.parley.protocol.Frame} and {@link dev.parley.protocol.FrameCodec}. The prose is {@code
 * docs/protocol.md}.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
