/**
 * G8: what clients make of a snapshot and the events since is what a fresh client is told.
 */
package dev.parley.integration.convergence;
