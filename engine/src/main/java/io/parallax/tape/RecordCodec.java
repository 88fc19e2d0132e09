package io.parallax.tape;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes and reads the records that events, commands, notices and settings consist of, from their
/// declarations: another shape is another [#schema], and a tape of another schema is refused. Only what can be
/// reached from the roots is ever made. Thread: any after construction.
final class RecordCodec {
    private static final int ELEMENTS_MAX = 100_000;
    private static final int DEPTH_MAX = 32;

    private final Map<Class<?>, Shape> records = new HashMap<>();
    private final Map<Class<?>, List<Class<?>>> choices = new HashMap<>();

    /// @param types what each component is, generics included
    private record Shape(RecordComponent[] components, Type[] types, java.lang.reflect.Constructor<?> constructor) {}

    /// @param roots records, or sealed interfaces of records
    RecordCodec(Class<?>... roots) {
        for (Class<?> root : roots) {
            learn(root);
        }
    }

    // ---- what there is

    private void learn(Type type) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                learn(argument);
            }
        } else if (type instanceof Class<?> plain) {
            learn(plain);
        }
    }

    private void learn(Class<?> type) {
        if (type.isRecord()) {
            learnRecord(type);
        } else if (type.isSealed() && !choices.containsKey(type)) {
            Set<Class<?>> leaves = new LinkedHashSet<>();
            collect(type, leaves);
            List<Class<?>> sorted = new ArrayList<>(leaves);
            sorted.sort(Comparator.comparing(Class::getName));
            choices.put(type, sorted);
            sorted.forEach(this::learn);
        }
    }

    private static void collect(Class<?> type, Set<Class<?>> leaves) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, leaves);
            }
        } else {
            leaves.add(type);
        }
    }

    private void learnRecord(Class<?> type) {
        if (records.containsKey(type)) {
            return;
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] raw = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Type[] types =
                Arrays.stream(components).map(RecordComponent::getGenericType).toArray(Type[]::new);
        try {
            records.put(type, new Shape(components, types, type.getConstructor(raw)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a public record has a public constructor: " + type.getName(), e);
        }
        for (Type component : types) {
            learn(component);
        }
    }

    /// Names every shape that can be written; equal exactly when tapes are exchangeable.
    String schema() {
        StringBuilder text = new StringBuilder(4_096);
        records.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
                .forEach(entry -> {
                    text.append(entry.getKey().getName()).append('(');
                    RecordComponent[] components = entry.getValue().components;
                    for (int i = 0; i < components.length; i++) {
                        text.append(components[i].getName())
                                .append(':')
                                .append(entry.getValue().types[i].getTypeName())
                                .append(constants(components[i].getType()))
                                .append(',');
                    }
                    text.append(")\n");
                });
        choices.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
                .forEach(entry -> text.append(entry.getKey().getName())
                        .append(entry.getValue().stream().map(Class::getName).toList())
                        .append('\n'));
        return text.toString();
    }

    private static String constants(Class<?> type) {
        return type.isEnum() ? Arrays.toString(type.getEnumConstants()) : "";
    }

    // ---- writing

    /// @param root as given to the constructor
    void write(TapeBytes out, Class<?> root, Object value) {
        writeValue(out, root, value);
    }

    private void writeValue(TapeBytes out, Type type, Object value) {
        switch (value) {
            case Long number -> out.putSigned(number);
            case Integer number -> out.putSigned(number);
            case Boolean flag -> out.put(flag ? 1 : 0);
            case String text -> out.putText(text);
            case Enum<?> constant -> out.putUnsigned(indexOf(constant.getDeclaringClass(), constant));
            case OptionalLong maybe -> {
                out.put(maybe.isPresent() ? 1 : 0);
                maybe.ifPresent(out::putSigned);
            }
            case Optional<?> maybe -> {
                out.put(maybe.isPresent() ? 1 : 0);
                maybe.ifPresent(present -> writeValue(out, argument(type), present));
            }
            case List<?> list -> writeAll(out, argument(type), list);
            case Set<?> set ->
                // Its own order differs from one process to the next.
                writeAll(
                        out,
                        argument(type),
                        set.stream()
                                .sorted(Comparator.comparing(Object::toString))
                                .toList());
            case Record aRecord -> writeRecord(out, type, aRecord);
            default -> throw new IllegalArgumentException("no form for " + value.getClass());
        }
    }

    private void writeAll(TapeBytes out, Type element, Collection<?> all) {
        out.putUnsigned(all.size());
        for (Object each : all) {
            writeValue(out, element, each);
        }
    }

    private void writeRecord(TapeBytes out, Type declared, Record value) {
        List<Class<?>> among = declared instanceof Class<?> plain ? choices.get(plain) : null;
        if (among != null) {
            out.putUnsigned(among.indexOf(value.getClass()));
        }
        Shape shape = records.get(value.getClass());
        if (shape == null) {
            throw new IllegalArgumentException("no form for " + value.getClass());
        }
        try {
            for (int i = 0; i < shape.components.length; i++) {
                writeValue(
                        out, shape.types[i], shape.components[i].getAccessor().invoke(value));
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("an accessor of a public record: " + value.getClass(), e);
        }
    }

    private static int indexOf(Class<?> type, Object constant) {
        return Arrays.asList(type.getEnumConstants()).indexOf(constant);
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    // ---- reading

    /// @param root as given to the constructor
    <T> T read(TapeInput in, Class<T> root) throws TapeFormatException {
        return root.cast(readValue(in, root, 0));
    }

    private Object readValue(TapeInput in, Type type, int depth) throws TapeFormatException {
        if (depth > DEPTH_MAX) {
            throw new TapeFormatException("expected an entry, found one nested deeper than " + DEPTH_MAX);
        }
        if (type instanceof ParameterizedType generic) {
            return readGeneric(in, (Class<?>) generic.getRawType(), argument(type), depth);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == long.class || plain == Long.class) {
            return in.signed();
        }
        if (plain == int.class || plain == Integer.class) {
            return toInt(in.signed());
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return in.get() != 0;
        }
        if (plain == String.class) {
            return in.text();
        }
        if (plain == OptionalLong.class) {
            return in.get() == 0 ? OptionalLong.empty() : OptionalLong.of(in.signed());
        }
        if (plain.isEnum()) {
            return pick(Arrays.asList(plain.getEnumConstants()), in);
        }
        List<Class<?>> among = choices.get(plain);
        return readRecord(in, among == null ? plain : pick(among, in), depth);
    }

    private static int toInt(long value) throws TapeFormatException {
        if (value != (int) value) {
            throw new TapeFormatException("expected a number of 32 bits, found " + value);
        }
        return (int) value;
    }

    private static <T> T pick(List<T> among, TapeInput in) throws TapeFormatException {
        long index = in.unsigned();
        if (index < 0 || index >= among.size()) {
            throw new TapeFormatException("expected one of " + among.size() + " kinds, found number " + index
                    + " before byte " + in.position());
        }
        return among.get((int) index);
    }

    private Object readGeneric(TapeInput in, Class<?> raw, Type argument, int depth) throws TapeFormatException {
        if (raw == Optional.class) {
            return in.get() == 0 ? Optional.empty() : Optional.of(readValue(in, argument, depth + 1));
        }
        int count = in.count(ELEMENTS_MAX);
        Collection<Object> all = raw == Set.class ? new HashSet<>() : new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(readValue(in, argument, depth + 1));
        }
        return all;
    }

    private Object readRecord(TapeInput in, Class<?> type, int depth) throws TapeFormatException {
        Shape shape = records.get(type);
        if (shape == null) {
            throw new TapeFormatException("no form for " + type.getName());
        }
        @Nullable Object[] values = new Object[shape.components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readValue(in, shape.types[i], depth + 1);
        }
        try {
            return shape.constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new TapeFormatException(type.getSimpleName() + " before byte " + in.position() + ": " + e.getCause());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("the constructor of a public record: " + type, e);
        }
    }
}
