package dev.parley.benchmarks.capacity;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a calculation begins with. Immutable.
 *
 * @param traffic what users do
 * @param profile what a message brings with it
 * @param costs what things cost
 * @param machines what they run on
 */
public record Inputs(Traffic traffic, Profile profile, Costs costs, Machines machines) {

    /** The reference workload, counted and measured. */
    public static final Inputs REFERENCE =
            new Inputs(Traffic.REFERENCE, Profile.REFERENCE, Costs.MEASURED, Machines.USUAL);

    /** The same with another value of a name that one of the four has. */
    public Inputs with(String name, double value) {
        if (!names().containsKey(name)) {
            throw new IllegalArgumentException("input: " + name + " (expected: one of " + names().keySet() + ")");
        }
        return new Inputs(
                with(traffic, name, value),
                with(profile, name, value),
                with(costs, name, value),
                with(machines, name, value));
    }

    /** The same with {@code name=value}s. */
    public Inputs with(List<String> args) {
        Inputs inputs = this;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("argument: " + arg + " (expected: name=value)");
            }
            inputs = inputs.with(arg.substring(0, equals), Double.parseDouble(arg.substring(equals + 1)));
        }
        return inputs;
    }

    /** All names with their values. */
    public Map<String, Double> names() {
        Map<String, Double> names = new LinkedHashMap<>();
        for (Record part : List.of(traffic, profile, costs, machines)) {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                names.put(component.getName(), value(part, component));
            }
        }
        return names;
    }

    private static <R extends Record> R with(R part, String name, double value) {
        RecordComponent[] components = part.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(each -> each.getName().equals(name) ? value : value(part, each))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked") // the constructor of its own class
            R changed = (R) part.getClass().getDeclaredConstructor(types).newInstance(values);
            return changed;
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(String.valueOf(e.getCause()), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a public record has its constructor", e);
        }
    }

    private static double value(Record part, RecordComponent component) {
        try {
            return (double) component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a public record has its accessors", e);
        }
    }
}
