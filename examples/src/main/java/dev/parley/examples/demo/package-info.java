/**
 * What a host application brings, in its simplest form: people who sign in by name, and tokens for them. Not for
 * production: anybody may sign in as anybody.
 *
 * <p>Start here: {@link dev.parley.examples.demo.DemoRoutes}.
 */
@NullMarked
package dev.parley.examples.demo;

import org.jspecify.annotations.NullMarked;
