package dev.parley.model;

/**
 * A user and the role they get. Immutable.
 *
 * @param user the user
 * @param role the role
 */
public record MemberSpec(UserId user, Role role) {}
