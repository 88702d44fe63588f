package dev.skep.metastore.partition;

import java.util.List;

/**
 * A condition on the values of partition keys. The store evaluates it, comparing values by the key's type: numbers as numbers, dates as
 * dates, everything else as text. A null value ({@link dev.skep.metastore.model.Partition#DEFAULT_VALUE}), like a value that is not of the key's type,
 * makes a comparison unknown, and NOT of unknown is unknown, as in SQL. Keys are named as the table names them, in lower case; literals are texts
 * in the form that partition values have.
 */
public sealed interface PartitionPredicate {

    /** Every partition. */
    record All() implements PartitionPredicate {}

    /** No partition. */
    record None() implements PartitionPredicate {}

    record And(List<PartitionPredicate> terms) implements PartitionPredicate {
        public And {
            terms = List.copyOf(terms);
        }
    }

    record Or(List<PartitionPredicate> terms) implements PartitionPredicate {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    record Not(PartitionPredicate term) implements PartitionPredicate {}

    record Comparison(String key, Operator operator, String value) implements PartitionPredicate {}

    record In(String key, List<String> values) implements PartitionPredicate {
        public In {
            values = List.copyOf(values);
        }
    }

    /** The value matches an SQL LIKE pattern ({@code %}, {@code _}, escape {@code \}). */
    record Like(String key, String pattern) implements PartitionPredicate {}

    record IsNull(String key) implements PartitionPredicate {}

    /** The leading or named values as a client gave them: a null entry in {@code values} stands for any value; matched as text. Shorter than the keys: a prefix. */
    record Values(List<java.util.Optional<String>> values) implements PartitionPredicate {
        public Values {
            values = List.copyOf(values);
        }
    }

    /** How a value is compared with a literal. */
    enum Operator {
        EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL
    }

    static PartitionPredicate all() {
        return new All();
    }
}
