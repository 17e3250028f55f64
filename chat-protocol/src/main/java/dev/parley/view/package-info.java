/**
 * What one user gets to see: conversations as rows of an inbox, members, devices and presence.
 *
 * <p>Start here: {@link dev.parley.view.ConversationSummary}.
 */
@NullMarked
package dev.parley.view;

import org.jspecify.annotations.NullMarked;
