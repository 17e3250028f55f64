/**
 * Where the host application's own users, rules and code come in.
 *
 * <p>Start here: {@link dev.parley.core.host.Authenticator} and {@link dev.parley.core.host.AccessPolicy}, the two that
 * every host gives.
 */
@NullMarked
package dev.parley.core.host;

import org.jspecify.annotations.NullMarked;
