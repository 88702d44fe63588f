package dev.skep.metastore.property;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.jexl3.introspection.JexlPermissions;

/** What expressions may reach: the members of JSON objects and lists, by the {@code get} of the classes that hold them. No other class, and no constructor, field or method. */
final class MembersOnly implements JexlPermissions {
    static final MembersOnly INSTANCE = new MembersOnly();
    /** What Jackson reads objects and lists into. */
    private static final Set<Class<?>> CLASSES = Set.of(java.util.LinkedHashMap.class, java.util.ArrayList.class);

    private MembersOnly() {}

    @Override
    public boolean allow(Class<?> type) {
        return CLASSES.contains(type);
    }

    @Override
    public boolean allow(Constructor<?> constructor) {
        return false;
    }

    @Override
    public boolean allow(Field field) {
        return false;
    }

    @Override
    public boolean allow(Method method) {
        Class<?> holder = method.getDeclaringClass();
        return method.getName().equals("get") && method.getParameterCount() == 1
                && !Modifier.isStatic(method.getModifiers())
                && (Map.class.isAssignableFrom(holder) || List.class.isAssignableFrom(holder));
    }

    @Override
    public boolean allow(Package room) {
        return false;
    }

    @Override
    public JexlPermissions compose(String... sources) {
        return this;
    }
}
