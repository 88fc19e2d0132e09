package io.parallax.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/// Copies of records with one component changed, so that a test names only what it is about.
public final class Records {
    private Records() {}

    /// `record` with another value of one component of the record that is its component `group`.
    public static <R extends Record> R within(R record, String group, String component, Object value) {
        for (RecordComponent each : record.getClass().getRecordComponents()) {
            if (each.getName().equals(group)) {
                try {
                    return with(record, group, with((Record) each.getAccessor().invoke(record), component, value));
                } catch (ReflectiveOperationException impossible) {
                    throw new LinkageError(impossible.getMessage(), impossible);
                }
            }
        }
        throw new IllegalArgumentException(record.getClass() + " has no component " + group);
    }

    /// `record` with another value of one component. Throws what the record's own checks throw.
    @SuppressWarnings("unchecked")
    public static <R extends Record> R with(R record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        if (Arrays.stream(components).noneMatch(each -> each.getName().equals(component))) {
            throw new IllegalArgumentException(record.getClass() + " has no component " + component);
        }
        try {
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int index = 0; index < components.length; index++) {
                types[index] = components[index].getType();
                boolean changed = components[index].getName().equals(component);
                Method accessor = components[index].getAccessor();
                accessor.setAccessible(true);
                values[index] = changed ? value : accessor.invoke(record);
            }
            Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (R) constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new LinkageError(thrown.getMessage(), thrown);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }
}
