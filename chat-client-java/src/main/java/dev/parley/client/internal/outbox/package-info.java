/**
 * What the application wants written and the server has not answered yet.
 *
 * <p>Start here: {@link dev.parley.client.internal.outbox.Outbox}.
 */
@NullMarked
package dev.parley.client.internal.outbox;

import org.jspecify.annotations.NullMarked;
