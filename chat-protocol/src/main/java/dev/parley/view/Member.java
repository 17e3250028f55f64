package dev.parley.view;

import dev.parley.model.Role;
import dev.parley.model.UserId;

/**
 * A current member of a conversation. Immutable.
 *
 * @param user the user
 * @param role the role
 * @param since the seq of the entry that made the user a member
 */
public record Member(UserId user, Role role, long since) {}
