package dev.skep.query.plan;

/** A column to sort by. */
public record SortKey(int column, Direction direction, Nulls nulls) {

    /** Which values come first. */
    public enum Direction {
        ASCENDING, DESCENDING
    }

    /** Where nulls stand, whatever the direction. */
    public enum Nulls {
        FIRST, LAST
    }
}
