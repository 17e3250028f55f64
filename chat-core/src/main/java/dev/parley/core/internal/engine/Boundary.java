package dev.parley.core.internal.engine;

import dev.parley.core.internal.exec.Stages;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The edge between the services and whoever calls them: a service may throw, and fail with what its stores and hooks
 * fail with; its caller is thrown nothing and sees our exception only. One place, so that no method forgets it.
 */
final class Boundary {

    private Boundary() {}

    /**
     * A service as callers may have it.
     *
     * @param type the service's interface, whose methods all return stages
     * @param service what does the work
     */
    static <S> S around(Class<S> type, S service) {
        InvocationHandler edge = (self, method, arguments) -> {
            boolean ofObject = method.getDeclaringClass() == Object.class;
            return ofObject ? method.invoke(service, arguments) : Stages.ours(() -> stage(service, method, arguments));
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, edge));
    }

    private static CompletionStage<Object> stage(Object service, Method method, Object @Nullable [] arguments) {
        try {
            @SuppressWarnings("unchecked") // only methods that return a stage come here
            CompletionStage<Object> stage = (CompletionStage<Object>) method.invoke(service, arguments);
            return stage;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException(method + " throws what it does not declare", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not public", e);
        }
    }
}
