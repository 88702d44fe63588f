package dev.skep.query.function;

import static java.util.Objects.requireNonNull;

/**
 * What planning may do with calls of a function.
 *
 * @param determinism how long the same arguments give the same value
 * @param isTotal whether there is a value for all arguments: a call that cannot fail may be computed for rows that another condition keeps out, and
 *        needs no TRY
 * @param cost about how much a row costs, in additions of two bigints
 */
public record FunctionTraits(Determinism determinism, boolean isTotal, int cost) {
    /** The same arguments always give the same value; some fail; cheap. */
    public static final FunctionTraits DEFAULT = new FunctionTraits(Determinism.ALWAYS, false, 1);

    public FunctionTraits {
        requireNonNull(determinism, "determinism is null");
        if (cost < 1) {
            throw new IllegalArgumentException("Invalid cost of a function: %d".formatted(cost));
        }
    }

    /** How long the same arguments give the same value. */
    public enum Determinism {
        /** Always: a call of constants is computed while planning, one of a dictionary once for each entry. */
        ALWAYS,
        /** For each row anew. */
        PER_ROW
    }
}
