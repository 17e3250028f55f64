/**
 * Who may do what: every operation of the protocol documents, tried by everybody. Start here: {@link
 * dev.parley.integration.authorisation.AuthorisationTest} and the table in its resources.
 */
package dev.parley.integration.authorisation;
