package dev.parley.core.internal.rederive;

import dev.parley.core.service.InboxDifference;
import dev.parley.core.spi.state.InboxBump;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What those who look at conversations need of the job that they work for. Thread-safe. */
interface Course {

    /** Whether nobody waits for the result any more. */
    boolean ended();

    /** Completes after a while. */
    CompletionStage<Boolean> after(Duration pause);

    /** Whether the entry that a row lacks was stored less than so long ago. */
    boolean young(RowCheck.Wrong wrong, Duration settle);

    /** Tells of differences; completes when they were heard. */
    CompletionStage<Boolean> tell(List<InboxDifference> differences);

    /** Rows of one conversation were moved up: those whose they are hear of it. */
    void moved(List<InboxBump> bumps);
}
