package dev.parley.testkit.store;

/**
 * Ways to break what the stores under test depend on, for adapters that can: a proxy before the database, a decorator of
 * the driver. At most one fault is on at a time. Implementations are thread-safe.
 */
public interface StoreFaults {

    /** From now on nothing can be reached: requests fail, and surely change nothing. */
    void cutOff();

    /** From now on requests take effect, but their answers are lost. */
    void loseAnswers();

    /** Everything works again. */
    void heal();
}
