package dev.skep.query.function;

import dev.skep.storage.vector.ColumnVector;

/**
 * A compiled function that is an argument of a call, such as the condition of {@code filter(values, x -> x > 1)}. It is computed for the elements of
 * a whole batch at once. Belongs to the thread of its kernel.
 */
@FunctionalInterface
public interface Lambda {
    /**
     * Returns a vector of {@code length} rows; valid until the next call.
     *
     * @param parameters the values of the lambda's parameters, each of {@code length} rows
     * @param rows the row of the batch that each of these rows belongs to, for what the body takes from outside
     */
    ColumnVector apply(ColumnVector[] parameters, int[] rows, int length);
}
