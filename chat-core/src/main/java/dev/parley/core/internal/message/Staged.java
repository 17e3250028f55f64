package dev.parley.core.internal.message;

import dev.parley.core.internal.write.EntryWriter;
import dev.parley.core.service.StagedSend;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A message that goes into the host's own transaction. Thread-safe. */
final class Staged implements StagedSend {

    private final EntryWriter writer;
    private final Append append;
    private final AtomicReference<@Nullable AppendResult> result = new AtomicReference<>();

    Staged(EntryWriter writer, Append append) {
        this.writer = writer;
        this.append = append;
    }

    @Override
    public Append append() {
        return append;
    }

    @Override
    public Result.Ack accept(AppendResult answer) {
        if (answer instanceof AppendResult.Conflict) {
            throw new ChatException(ErrorCode.OVERLOADED, "the conversation changed meanwhile: stage again");
        }
        List<Entry> entries = EntryWriter.stored(append, answer);
        result.set(answer);
        return EntryWriter.ack(entries.get(entries.size() - 1));
    }

    @Override
    public void committed() {
        AppendResult answer = result.getAndSet(null);
        if (answer != null) {
            writer.publishStaged(append, answer);
        }
    }
}
