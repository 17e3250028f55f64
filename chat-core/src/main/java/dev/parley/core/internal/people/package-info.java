/** Devices, blocks and visibility of presence. Start here: {@link dev.parley.core.internal.people.PeopleService}. */
@NullMarked
package dev.parley.core.internal.people;

import org.jspecify.annotations.NullMarked;
