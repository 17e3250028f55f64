/**
 * The words both ends of a Parley connection share: who (users, devices), where (conversations), what (entries of a
 * conversation's log and the messages they add up to) and how far (marks).
 *
 * <p>Start here: {@link dev.parley.model.Entry}, one row of a log, and {@link dev.parley.model.Message}, what the rows
 * that concern one message add up to.
 */
@NullMarked
package dev.parley.model;

import org.jspecify.annotations.NullMarked;
