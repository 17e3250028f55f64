package dev.parley.presence.redis;

import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Reads logs as an engine does: asks where a log ends, then for no more than there is, in pages. What a cache can have, it is
 * asked for.
 */
final class UpToTheHead {

    private static final int PAGE = 100;

    private UpToTheHead() {}

    static LogStore of(LogStore logs) {
        return (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("read") && arguments.length == 5) {
                        return read(
                                logs,
                                new Stretch(
                                        (ConversationId) arguments[0],
                                        (long) arguments[1],
                                        (long) arguments[2],
                                        (int) arguments[3],
                                        (RangeEnd) arguments[4]));
                    }
                    try {
                        return method.invoke(logs, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static CompletionStage<List<Entry>> read(LogStore logs, Stretch asked) {
        ConversationId conversation = asked.conversation();
        return logs.heads(List.of(conversation)).thenCompose(heads -> {
            List<Stretch> pages = pages(asked, heads);
            return logs.read(pages)
                    .thenApply(found -> found.stream().flatMap(List::stream).toList());
        });
    }

    private static List<Stretch> pages(Stretch asked, Map<ConversationId, LogHead> heads) {
        long from = Math.max(1, asked.from());
        long to = Math.min(
                asked.to(),
                heads.getOrDefault(asked.conversation(), LogHead.EMPTY).head());
        long count = Math.min(asked.limit(), to - from + 1);
        long low = asked.end() == RangeEnd.OLDEST ? from : to - count + 1;
        List<Stretch> pages = new ArrayList<>();
        for (long next = low; next < low + count; next += PAGE) {
            long last = Math.min(next + PAGE, low + count) - 1;
            RangeEnd end = pages.size() % 2 == 0 ? RangeEnd.OLDEST : RangeEnd.NEWEST;
            pages.add(new Stretch(asked.conversation(), next, last, PAGE, end));
        }
        return pages;
    }
}
