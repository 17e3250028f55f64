/** The Java client against a whole server, over real sockets. */
package dev.parley.integration.client;
