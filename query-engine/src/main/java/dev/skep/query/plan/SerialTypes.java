package dev.skep.query.plan;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import dev.skep.storage.predicate.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a plan is made of, found by going from the sealed family of nodes through the components of its records. Nothing else is ever written, or made of bytes. The
 * fingerprint tells this form from that of another release.
 */
final class SerialTypes {
    static final SerialTypes OF_PLANS = new SerialTypes(PlanNode.class);

    private final Map<String, Class<?>> byName = new TreeMap<>();
    private final List<Class<?>> classes;
    private final Map<Class<?>, Integer> numbers = new HashMap<>();
    private final Map<Class<?>, RecordForm> forms = new HashMap<>();
    private final long fingerprint;

    /** A record's components and its constructor. */
    record RecordForm(List<RecordComponent> components, Constructor<?> constructor) {}

    private SerialTypes(Class<?> root) {
        add(root);
        // Bounds of predicates stand in components of an open type.
        add(ByteString.class);
        classes = List.copyOf(byName.values());
        CRC32C sum = new CRC32C();
        for (int i = 0; i < classes.size(); i++) {
            Class<?> type = classes.get(i);
            numbers.put(type, i);
            StringBuilder text = new StringBuilder(type.getName());
            if (type.isRecord()) {
                RecordForm form = form(type);
                forms.put(type, form);
                form.components().forEach(part -> text.append(' ').append(part.getGenericType().getTypeName()));
            } else {
                for (Object constant : type.getEnumConstants()) {
                    text.append(' ').append(((Enum<?>) constant).name());
                }
            }
            sum.update(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
        fingerprint = sum.getValue() << 16 | classes.size();
    }

    private void add(Type type) {
        switch (type) {
            case ParameterizedType generic -> {
                for (Type argument : generic.getActualTypeArguments()) {
                    add(argument);
                }
            }
            case Class<?> one when one.isSealed() -> {
                for (Class<?> permitted : one.getPermittedSubclasses()) {
                    add(permitted);
                }
            }
            case Class<?> one when (one.isRecord() || one.isEnum()) && byName.put(one.getName(), one) == null -> {
                if (one.isRecord()) {
                    for (RecordComponent component : one.getRecordComponents()) {
                        add(component.getGenericType());
                    }
                }
            }
            default -> {
            }
        }
    }

    private static RecordForm form(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
            components[i].getAccessor().setAccessible(true);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordForm(List.of(components), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    long fingerprint() {
        return fingerprint;
    }

    /** Returns the number of a class, -1 if it belongs to no plan. */
    int number(Class<?> type) {
        return numbers.getOrDefault(type, -1);
    }

    @Nullable
    Class<?> type(int number) {
        return number >= 0 && number < classes.size() ? classes.get(number) : null;
    }

    /** Returns the form of a record that is known. */
    RecordForm formOf(Class<?> type) {
        RecordForm form = forms.get(type);
        if (form == null) {
            throw new IllegalArgumentException("Invalid part of a plan: " + type.getName());
        }
        return form;
    }
}
