/** Model, SPI, engine, session core and in-memory implementations. */
package dev.parley.core;
