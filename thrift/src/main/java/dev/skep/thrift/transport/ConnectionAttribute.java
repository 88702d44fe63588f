package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

/**
 * The key of something that a door keeps with a connection across calls. Keys are compared by identity: hold each in a constant.
 *
 * @param <T> the type of what is kept
 */
public final class ConnectionAttribute<T> {
    private final String name;
    private final Class<T> type;

    private ConnectionAttribute(String name, Class<T> type) {
        this.name = requireNonNull(name, "name is null");
        this.type = requireNonNull(type, "type is null");
    }

    public static <T> ConnectionAttribute<T> of(String name, Class<T> type) {
        return new ConnectionAttribute<>(name, type);
    }

    T cast(Object value) {
        return type.cast(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
