package dev.parley.presence.redis;

import dev.parley.core.spi.log.LogStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The same logs, of which is known how often each method was called. Thread-safe. */
final class CountedLogs {

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final LogStore logs;

    CountedLogs(LogStore real) {
        logs = (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (self, method, arguments) -> {
                    calls.merge(method.getName(), 1, Integer::sum);
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    LogStore logs() {
        return logs;
    }

    int calls(String method) {
        return calls.getOrDefault(method, 0);
    }

    int reads() {
        return calls("read");
    }
}
