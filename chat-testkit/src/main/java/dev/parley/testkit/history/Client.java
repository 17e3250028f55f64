package dev.parley.testkit.history;

/**
 * One device of one user: what asks and what is shown things. Immutable.
 *
 * @param user the user's id
 * @param device the device's id, unique among the user's devices
 */
public record Client(String user, String device) {

    @Override
    public String toString() {
        return user + "/" + device;
    }
}
