package dev.skep.metastore.property;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

import org.apache.commons.jexl3.introspection.JexlPermissions;

/** No class, constructor, method or field may be reached from an expression. Members of maps and lists are found without one. */
final class NoPermissions implements JexlPermissions {
    static final NoPermissions INSTANCE = new NoPermissions();

    private NoPermissions() {}

    @Override
    public boolean allow(Class<?> type) {
        return false;
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
        return false;
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
