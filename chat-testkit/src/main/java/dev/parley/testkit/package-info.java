/** Conformance kit, simulator, history checker and fault proxy. */
package dev.parley.testkit;
