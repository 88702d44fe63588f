package dev.skep.query.parser;

import org.jspecify.annotations.Nullable;

/**
 * One term of {@code PARTITION (...)}: a key with a value, or a key alone whose value each row gives.
 *
 * @param operator null for a key alone
 * @param value the value's text; null for NULL and for a key alone
 */
public record PartitionTerm(String key, @Nullable Operator operator, @Nullable String value, int line, int column) {

    /** How the key is compared with the value. */
    public enum Operator {
        EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL
    }

    /** True for a key whose value comes from the rows. */
    public boolean isDynamic() {
        return operator == null;
    }
}
