package dev.parley.core.spi.state;

import dev.parley.model.Marks;

/**
 * The marks before and after an advance. Immutable.
 *
 * @param before the marks before
 * @param after the marks after: at every mark the higher of {@code before} and what was asked for
 */
public record MarkChange(Marks before, Marks after) {

    /**
     * Tells whether anything rose.
     *
     * @return false for an advance that changed nothing, which is not broadcast
     */
    public boolean changed() {
        return !before.equals(after);
    }
}
