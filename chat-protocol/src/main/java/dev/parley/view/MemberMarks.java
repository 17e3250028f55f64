package dev.parley.view;

import dev.parley.model.Marks;
import dev.parley.model.UserId;

/**
 * How far a member is, as far as the asking user may know. Immutable.
 *
 * @param user the member
 * @param marks the marks; of others, only what they show
 */
public record MemberMarks(UserId user, Marks marks) {}
