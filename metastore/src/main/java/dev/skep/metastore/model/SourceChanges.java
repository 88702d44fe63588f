package dev.skep.metastore.model;

/** How many rows of a source have changed since a materialized view was built, as far as clients have said. */
public record SourceChanges(long inserted, long updated, long deleted) {
    public static final SourceChanges NONE = new SourceChanges(0, 0, 0);

    public SourceChanges {
        if (inserted < 0 || updated < 0 || deleted < 0) {
            throw new IllegalArgumentException("Invalid counts of changed rows: %d, %d, %d".formatted(inserted,
                    updated, deleted));
        }
    }
}
