/** Client SDK: outbox, reconnect, gap repair, cache. */
package dev.parley.client;
