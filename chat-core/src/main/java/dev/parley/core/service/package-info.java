/**
 * Everything that a client can do, in-process: for bots, system messages, admin tools and the host's own endpoints.
 *
 * <p>Start here: {@link dev.parley.core.service.Messages}. Every method takes the {@link dev.parley.core.Actor} on whose
 * behalf it acts, and its stage fails with {@link dev.parley.protocol.ChatException} only.
 */
@NullMarked
package dev.parley.core.service;

import org.jspecify.annotations.NullMarked;
