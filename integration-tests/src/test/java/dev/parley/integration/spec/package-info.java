/**
 * What goes over the wire is what the documents in {@code docs/spec} say.
 */
package dev.parley.integration.spec;
