/** What a body is told by. Start here: {@link dev.parley.transport.websocket.internal.tag.EntityTags}. */
@NullMarked
package dev.parley.transport.websocket.internal.tag;

import org.jspecify.annotations.NullMarked;
