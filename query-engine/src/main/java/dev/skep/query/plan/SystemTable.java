package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/** A table whose rows the server itself makes, of the database {@code sys}. Whoever holds one may read it: the analyzer hands none to others. */
public interface SystemTable {

    /** The name within {@code sys}, in lower case. */
    String name();

    List<Field> columns();

    /** Begins to make the rows. The caller closes what is returned, and uses it from one thread at a time. */
    Rows open();

    /** Rows one after another. */
    interface Rows extends AutoCloseable {
        /** Returns the next row's values, of the classes that {@link dev.skep.storage.vector.Values} names for the columns' types, or null at the end. */
        @Nullable
        List<@Nullable Object> next();

        @Override
        default void close() {}
    }
}
