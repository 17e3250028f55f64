package dev.parley.integration.options;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of settings.
 *
 * @param defaults its defaults
 */
record Settings(Record defaults) {

    String name() {
        return defaults.getClass().getSimpleName();
    }

    List<RecordComponent> components() {
        return Arrays.asList(defaults.getClass().getRecordComponents());
    }

    /** The defaults with another value of one component. */
    Record with(String component, @Nullable Object value) throws Throwable {
        List<RecordComponent> components = components();
        Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = new @Nullable Object[types.length];
        boolean found = false;
        for (int i = 0; i < types.length; i++) {
            boolean it = components.get(i).getName().equals(component);
            values[i] = it ? value : components.get(i).getAccessor().invoke(defaults);
            found |= it;
        }
        if (!found) {
            throw new AssertionError(name() + " has no " + component);
        }
        try {
            return defaults.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
