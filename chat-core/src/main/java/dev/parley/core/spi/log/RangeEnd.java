package dev.parley.core.spi.log;

/** Which end of a range of seqs a limited read keeps. Immutable. */
public enum RangeEnd {
    /** The lowest seqs. */
    OLDEST,

    /** The highest seqs. */
    NEWEST
}
