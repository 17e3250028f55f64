package dev.parley.core;

import dev.parley.model.internal.Checks;

/**
 * All settings of an engine. Immutable.
 *
 * @param limits how much of content is too much
 * @param conversations limits of conversations, pages and users
 * @param sessions limits and times of sessions
 * @param rates token buckets
 * @param store how the engine uses its stores
 * @param admission how many clients may come in at once
 */
public record ChatOptions(
        Limits limits,
        ConversationOptions conversations,
        SessionOptions sessions,
        RateOptions rates,
        StoreOptions store,
        AdmissionOptions admission) {

    /** The defaults of every part. */
    public static final ChatOptions DEFAULT = new ChatOptions(
            Limits.DEFAULT,
            ConversationOptions.DEFAULT,
            SessionOptions.DEFAULT,
            RateOptions.DEFAULT,
            StoreOptions.DEFAULT,
            AdmissionOptions.DEFAULT);

    public ChatOptions {
        Checks.given("limits", limits);
        Checks.given("conversations", conversations);
        Checks.given("sessions", sessions);
        Checks.given("rates", rates);
        Checks.given("store", store);
        Checks.given("admission", admission);
    }

    /**
     * The same with other content limits.
     *
     * @param other the limits
     * @return the options
     */
    public ChatOptions with(Limits other) {
        return new ChatOptions(other, conversations, sessions, rates, store, admission);
    }

    /**
     * The same with other conversation limits.
     *
     * @param other the limits
     * @return the options
     */
    public ChatOptions with(ConversationOptions other) {
        return new ChatOptions(limits, other, sessions, rates, store, admission);
    }

    /**
     * The same with other session limits.
     *
     * @param other the limits
     * @return the options
     */
    public ChatOptions with(SessionOptions other) {
        return new ChatOptions(limits, conversations, other, rates, store, admission);
    }

    /**
     * The same with other rates.
     *
     * @param other the rates
     * @return the options
     */
    public ChatOptions with(RateOptions other) {
        return new ChatOptions(limits, conversations, sessions, other, store, admission);
    }

    /**
     * The same with other store options.
     *
     * @param other the options
     * @return the options
     */
    public ChatOptions with(StoreOptions other) {
        return new ChatOptions(limits, conversations, sessions, rates, other, admission);
    }

    /**
     * The same with another admission.
     *
     * @param other the options
     * @return the options
     */
    public ChatOptions with(AdmissionOptions other) {
        return new ChatOptions(limits, conversations, sessions, rates, store, other);
    }
}
