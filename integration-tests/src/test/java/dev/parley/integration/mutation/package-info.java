/**
 * Tests of the tests: each guarantee is broken on purpose, and its test has to fail. Start here: {@link
 * dev.parley.integration.mutation.MutationTest}.
 */
@NullMarked
package dev.parley.integration.mutation;

import org.jspecify.annotations.NullMarked;
