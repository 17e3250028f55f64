package dev.parley.benchmarks.counting;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same stores, bus and directory, through hands that count: each call by the names of interface and method, like {@code
 * LogStore.append}, and what was written by {@code rows} of the same, like {@code LogStore.append rows}. Thread-safe.
 */
public final class Counted {

    /** What stands behind the name of a call for the rows that it writes. */
    public static final String ROWS = " rows";

    /** What stands behind {@code SessionDirectory.find} for the users that were asked for. */
    public static final String USERS = " users";

    private final Tally tally;

    /** Counts in a tally. */
    public Counted(Tally tally) {
        this.tally = tally;
    }

    /** Stores that move no rows with what is appended, as those of several partitions cannot. */
    public Stores stores(Stores stores) {
        return new Stores(
                counted(LogStore.class, stores.logs()),
                counted(ConversationStore.class, stores.conversations()),
                counted(InboxStore.class, stores.inboxes()),
                counted(MarkStore.class, stores.marks()),
                counted(DeviceStore.class, stores.devices()),
                counted(BlockStore.class, stores.blocks()));
    }

    /** A bus. */
    public NodeBus bus(NodeBus bus) {
        return counted(NodeBus.class, bus);
    }

    /** A directory. */
    public SessionDirectory directory(SessionDirectory directory) {
        return counted(SessionDirectory.class, directory);
    }

    private <S> S counted(Class<S> type, S real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("movesRows")) {
                        return false;
                    }
                    if (method.getDeclaringClass() != Object.class) {
                        count(type.getSimpleName() + "." + method.getName(), arguments);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void count(String name, Object @Nullable [] arguments) {
        tally.add(name);
        if (arguments != null && name.equals("NodeBus.send")) {
            tally.add("NodeBus.send bytes", ((byte[]) arguments[1]).length);
        }
        if (arguments != null && name.equals("SessionDirectory.find")) {
            tally.add(name + USERS, ((Collection<?>) arguments[0]).size());
        }
        long rows = arguments == null ? 0 : rows(name, arguments);
        if (rows > 0) {
            tally.add(name + ROWS, rows);
        }
    }

    private static long rows(String name, Object[] arguments) {
        return switch (name) {
            case "LogStore.append" ->
                ((List<?>) arguments[0])
                        .stream()
                                .mapToLong(append -> ((Append) append).entries().size())
                                .sum();
            case "InboxStore.bump", "MarkStore.advance" -> ((Collection<?>) arguments[0]).size();
            case "ConversationStore.save" -> 1 + ((Collection<?>) arguments[1]).size();
            case "InboxStore.configure", "DeviceStore.register", "DeviceStore.revoke", "BlockStore.set" -> 1;
            default -> 0;
        };
    }
}
