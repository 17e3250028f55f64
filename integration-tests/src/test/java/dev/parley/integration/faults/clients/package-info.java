/**
 * Clients for faults: light ones by the thousand, slow ones, stuck ones, and one in a process of its own that can be killed.
 * Start here: {@link dev.parley.integration.faults.clients.LightClients}.
 */
@NullMarked
package dev.parley.integration.faults.clients;

import org.jspecify.annotations.NullMarked;
